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
    private const double Width = 480, Height = 320, LabelGap = 14;

    /// <inheritdoc/>
    public XElement ToElement()
    {
        var shown = Points.Select((point, number) => (Point: point, Number: number))
            .Where(pair => double.IsFinite(pair.Point.X) && double.IsFinite(pair.Point.Y)).ToArray();
        var right = Width - 16 - shown.Select(pair => WidthOf(pair.Point.Name) + 8).DefaultIfEmpty(0).Max();
        var plot = new Plot(X, Y, [.. shown.Select(pair => (pair.Point.X, pair.Point.Y))], right, Height);
        // Names of points that lie close are moved apart, up and down.
        var names = EndLabels.Spread([.. shown.Select(pair => plot.AtY(pair.Point.Y))], Plot.Top, plot.Floor, LabelGap);
        return Figure(Title, Note, Svg(Width, Height, Describe(shown.Select(pair => pair.Point)), plot.Axes(4),
            shown.Select((pair, place) => Tag("g", Class(Marks.ColourOf(pair.Number)),
                Marks.At(pair.Number, plot.AtX(pair.Point.X), plot.AtY(pair.Point.Y), 4,
                    $"{pair.Point.Name}: {Y.WriteValue(pair.Point.Y)} at {X.WriteValue(pair.Point.X)}"),
                Label(plot.AtX(pair.Point.X) + 9, names[place] + 4, pair.Point.Name, "name")))));
    }

    private string Describe(IEnumerable<ScatterPoint> points) => $"{Title}. {Y.Label} over {X.Label}. "
        + string.Join(" ", points.Select(point => $"{point.Name}: {Y.WriteValue(point.Y)} at {X.WriteValue(point.X)}."));
}
