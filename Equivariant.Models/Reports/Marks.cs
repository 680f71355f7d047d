using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>
/// How curves tell themselves apart: by colour (classes c0 to c7 of the style sheet, chosen to differ for colour-blind eyes too)
/// and by the shape of their points.
/// </summary>
internal static class Marks
{
    private const int Colours = 8;

    /// <summary>The class of the n-th curve.</summary>
    public static string ColourOf(int series) => $"c{series % Colours}";

    /// <summary>The mark of the n-th curve at a place: circle, square, triangle, diamond.</summary>
    public static XElement At(int series, double x, double y, double size = 2.6, string? hint = null) =>
        Tag("path", Class("mark"),
        With("d", (series % 4) switch
        {
            0 => Invariant($"M{x - size} {y}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 {-2 * size} 0z"),
            1 => Invariant($"M{x - (0.9 * size)} {y - (0.9 * size)}h{1.8 * size}v{1.8 * size}h{-1.8 * size}z"),
            2 => Invariant($"M{x} {y - (1.2 * size)}L{x + (1.1 * size)} {y + (0.8 * size)}H{x - (1.1 * size)}z"),
            _ => Invariant($"M{x} {y - (1.3 * size)}L{x + (1.3 * size)} {y}L{x} {y + (1.3 * size)}L{x - (1.3 * size)} {y}z"),
        }),
        hint is null ? null : Hint(hint));

    /// <summary>The lines through the points of one curve.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points, bool closed = false) =>
        string.Concat(points.Select((point, i) => Invariant($"{(i == 0 ? "M" : "L")}{point.X} {point.Y}"))) + (closed ? "z" : "");

    /// <summary>A curve: the lines through its points, and a mark with a hint at each.</summary>
    public static XElement Curve(Series series, int number, string classes, bool closed,
        Func<(double X, double Y), (double X, double Y)> at, Func<(double X, double Y), string>? hint) => Tag("g",
        Class(ColourOf(number)),
        series.Runs().Select(run => Tag("path", Class(classes), With("d", Path(run.Select(at), closed)))),
        hint is null ? null : series.Finite.Select(point =>
            At(number, at(point).X, at(point).Y, hint: $"{series.Name}: {hint(point)}")));

    /// <summary>The names of curves or bars with their looks, above a chart that has no room for labels at each.</summary>
    public static XElement Legend(IEnumerable<string> names, bool bars = false) => Tag("div", Class("legend"),
        names.Select((name, series) => Tag("span",
            Tag("svg", Class(ColourOf(series)), With("viewBox", "0 0 26 12"), With("width", 26), With("height", 12),
                With("aria-hidden", "true"), bars ? Swatch() : [Line(1, 6, 25, 6, "curve"), At(series, 13, 6, 3.6)]),
            Clean(name))));

    private static XElement[] Swatch() =>
        [Tag("rect", Class("bar"), With("x", 8), With("y", 0), With("width", 16), With("height", 12))];

    private static string Invariant(FormattableString text) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(Short)]);

    private static object? Short(object? argument) => argument is double number ? Number(number) : argument;
}

/// <summary>Keeps the labels at the ends of curves from covering one another.</summary>
internal static class EndLabels
{
    /// <summary>Places as near to the wanted ones as a least distance allows, in the same order, within the limits if they all
    /// fit.</summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double low, double high, double gap)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var places = new double[wanted.Count];
        var next = low;
        foreach (var i in order)
        {
            places[i] = Math.Max(next, wanted[i]);
            next = places[i] + gap;
        }
        var last = high;
        foreach (var i in order.Reverse())
        {
            places[i] = Math.Min(last, places[i]);
            last = places[i] - gap;
        }
        return places;
    }
}
