using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A named point.</summary>
/// <param name="Name">Stands beside it.</param>
/// <param name="X">Its place on the horizontal axis.</param>
/// <param name="Y">Its place on the vertical axis.</param>
public sealed record ScatterPoint(string Name, double X, double Y);

/// <summary>Named points, such as what models cost and what they achieve.</summary>
/// <param name="Title">Stands above the chart.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Points">The points; those that are not finite are left out.</param>
/// <param name="Note">Stands below the chart.</param>
public sealed record ScatterChart(string Title, Axis X, Axis Y, IReadOnlyList<ScatterPoint> Points, string? Note = null)
    : IReportPart
{
    private const double Width = 480, Height = 320, Left = 60, Top = 34, Bottom = 52, LabelGap = 14;

    /// <inheritdoc/>
    public XElement ToElement()
    {
        var shown = Points.Select((point, number) => (Point: point, Number: number))
            .Where(pair => double.IsFinite(pair.Point.X) && double.IsFinite(pair.Point.Y)).ToArray();
        var (xLow, xHigh, xTicks) = X.Fit(shown.Select(pair => pair.Point.X));
        var (yLow, yHigh, yTicks) = Y.Fit(shown.Select(pair => pair.Point.Y));
        var right = Width - 16 - shown.Select(pair => WidthOf(pair.Point.Name) + 8).DefaultIfEmpty(0).Max();
        var floor = Height - Bottom;
        double AtX(double x) => Left + ((x - xLow) / (xHigh - xLow) * (right - Left));
        double AtY(double y) => floor - ((y - yLow) / (yHigh - yLow) * (floor - Top));
        // Names of points that lie close are moved apart, up and down.
        var names = EndLabels.Spread([.. shown.Select(pair => AtY(pair.Point.Y))], Top, floor, LabelGap);
        return Figure(Title, Note, Svg(Width, Height, Describe(shown.Select(pair => pair.Point)),
            yTicks.Select(tick => Tag("g", Line(Left, AtY(tick), right, AtY(tick), "grid"),
                Label(Left - 8, AtY(tick) + 4, Y.WriteTick(tick), "end"))),
            xTicks.Select(tick => Tag("g", Line(AtX(tick), floor, AtX(tick), floor + 5, "axis"),
                Label(AtX(tick), floor + 19, X.WriteTick(tick), "middle"))),
            Line(Left, floor, right, floor, "axis"),
            Label(4, 16, Y.Label, "title"),
            Label((Left + right) / 2, Height - 10, X.Label, "title middle"),
            shown.Select((pair, place) => Tag("g", Class(Marks.ColourOf(pair.Number)),
                Marks.At(pair.Number, AtX(pair.Point.X), AtY(pair.Point.Y), 4,
                    $"{pair.Point.Name}: {Y.WriteValue(pair.Point.Y)} at {X.WriteValue(pair.Point.X)}"),
                Label(AtX(pair.Point.X) + 9, names[place] + 4, pair.Point.Name, "name")))));
    }

    private string Describe(IEnumerable<ScatterPoint> points) => $"{Title}. {Y.Label} over {X.Label}. "
        + string.Join(" ", points.Select(point => $"{point.Name}: {Y.WriteValue(point.Y)} at {X.WriteValue(point.X)}."));
}
