using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>Curves over an axis, each labelled where it ends.</summary>
/// <param name="Title">Stands above the chart.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The curves.</param>
/// <param name="Note">Stands below the chart.</param>
public sealed record LineChart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series, string? Note = null) : IReportPart
{
    private const double Width = 720, Height = 340, LabelGap = 15;

    /// <summary>More points than this would hide the curve under their marks.</summary>
    private const int MostMarks = 60;

    /// <inheritdoc/>
    public XElement ToElement()
    {
        var right = Width - 16 - Series.Select(series => WidthOf(series.Name) + 10).DefaultIfEmpty(10).Max();
        var plot = new Plot(X, Y, [.. Series.SelectMany(series => series.Points)], right, Height);
        return Figure(Title, Note, Svg(Width, Height, Describe(), plot.Axes(Plot.Left - 8 - WidthOf("100 %")),
            Series.Select((series, i) => Curve(series, i, plot)), Names(plot)));
    }

    private XElement Curve(Series series, int number, Plot plot) => Tag("g",
        Class(Marks.ColourOf(number)),
        series.Runs().Select(run => Tag("path", Class("curve"),
            With("d", Marks.Path(run.Select(p => (plot.AtX(p.X), plot.AtY(p.Y))))))),
        series.Points.Count > MostMarks ? null : series.Finite.Select(p =>
            Marks.At(number, plot.AtX(p.X), plot.AtY(p.Y), hint: $"{series.Name}: {Y.WriteValue(p.Y)} at {X.WriteValue(p.X)}")));

    private IEnumerable<XElement> Names(Plot plot)
    {
        var shown = Enumerable.Range(0, Series.Count).Where(i => Series[i].Finite.Any()).ToArray();
        var places = EndLabels.Spread(
            [.. shown.Select(i => plot.AtY(Series[i].Finite.Last().Y))], Plot.Top, plot.Floor, LabelGap);
        return shown.Select((i, place) =>
            Tag("g", Class(Marks.ColourOf(i)), Label(plot.Right + 10, places[place] + 4, Series[i].Name, "name")));
    }

    private string Describe() => $"{Title}. {Y.Label} over {X.Label}. {Reports.Series.Describe(Series, Y)}";
}
