using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

internal sealed record ScatterPoint(string Name, double X, double Y);

/// <summary>Named points, such as what models cost and what they achieve. Points that are not finite are left out.</summary>
internal sealed record ScatterChart(string Title, Axis X, Axis Y, IReadOnlyList<ScatterPoint> Points) : IReportPart
{
    private const double Width = 480, Height = 320, LabelGap = 14;

    public XElement ToElement()
    {
        var shown = Points.Index().Where(pair => double.IsFinite(pair.Item.X) && double.IsFinite(pair.Item.Y)).ToArray();
        var right = Width - 16 - shown.Select(pair => WidthOf(pair.Item.Name) + 8).DefaultIfEmpty(0).Max();
        var plot = new Plot(X, Y, [.. shown.Select(pair => (pair.Item.X, pair.Item.Y))], right, Height);
        // Names of points that lie close are moved apart, up and down.
        var names = EndLabels.Spread([.. shown.Select(pair => plot.AtY(pair.Item.Y))], Plot.Top, plot.Floor, LabelGap);
        var described = string.Join(" ", shown.Select(pair => $"{pair.Item.Name}: {Describe(pair.Item)}."));
        return Figure(Title, null, Svg(Width, Height, $"{Title}. {Y.Label} over {X.Label}. {described}", plot.Axes(4),
            shown.Select((pair, place) => Tag("g", Class(Marks.ColourOf(pair.Index)),
                Marks.At(pair.Index, plot.AtX(pair.Item.X), plot.AtY(pair.Item.Y), 4, $"{pair.Item.Name}: {Describe(pair.Item)}"),
                Label(plot.AtX(pair.Item.X) + 9, names[place] + 4, pair.Item.Name, "name")))));
    }

    private string Describe(ScatterPoint point) => $"{Y.WriteValue(point.Y)} at {X.WriteValue(point.X)}";
}
