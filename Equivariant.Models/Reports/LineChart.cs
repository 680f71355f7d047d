using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>Curves over an axis, each labelled where it ends.</summary>
internal sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series, string? Note = null) : IReportPart
{
    private const double Width = 720, Height = 340, LabelGap = 15;

    /// <summary>More points than this would hide the curve under their marks.</summary>
    private const int MostMarks = 60;

    public XElement ToElement()
    {
        var right = Width - 16 - Series.Select(series => WidthOf(series.Name) + 10).DefaultIfEmpty(10).Max();
        var plot = new Plot(X, Y, [.. Series.SelectMany(series => series.Points)], right, Height);
        return Figure(Title, Note, Svg(Width, Height,
            $"{Title}. {Y.Label} over {X.Label}. {Reports.Series.Describe(Series, Y)}",
            plot.Axes(Plot.Left - 8 - WidthOf("100 %")),
            Series.Select((series, i) => Marks.Curve(series, i, "curve", false, point => (plot.AtX(point.X), plot.AtY(point.Y)),
                series.Points.Count > MostMarks ? null : point => $"{Y.WriteValue(point.Y)} at {X.WriteValue(point.X)}")),
            Names(plot)));
    }

    private IEnumerable<XElement> Names(Plot plot)
    {
        var shown = Series.Index().Where(series => series.Item.Finite.Any()).ToArray();
        var places = EndLabels.Spread(
            [.. shown.Select(series => plot.AtY(series.Item.Finite.Last().Y))], Plot.Top, plot.Floor, LabelGap);
        return shown.Zip(places, (series, place) =>
            Tag("g", Class(Marks.ColourOf(series.Index)), Label(plot.Right + 10, place + 4, series.Item.Name, "name")));
    }
}
