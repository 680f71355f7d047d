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
    private const double Width = 720, Height = 340, Left = 60, Top = 34, Bottom = 52, LabelGap = 15;

    /// <summary>More points than this would hide the curve under their marks.</summary>
    private const int MostMarks = 60;

    /// <inheritdoc/>
    public XElement ToElement()
    {
        var (xLow, xHigh, xTicks) = X.Fit(Series.SelectMany(series => series.Points).Select(point => point.X));
        var (yLow, yHigh, yTicks) = Y.Fit(Series.SelectMany(series => series.Points).Select(point => point.Y));
        var right = Width - 16 - Series.Select(series => WidthOf(series.Name) + 10).DefaultIfEmpty(10).Max();
        var base_ = Height - Bottom;
        double AtX(double x) => Left + ((x - xLow) / (xHigh - xLow) * (right - Left));
        double AtY(double y) => base_ - ((y - yLow) / (yHigh - yLow) * (base_ - Top));

        return Figure(Title, Note, Svg(Width, Height, Describe(),
            yTicks.Select(tick => Tag("g", Line(Left, AtY(tick), right, AtY(tick), "grid"),
                Label(Left - 8, AtY(tick) + 4, Y.WriteTick(tick), "end"))),
            xTicks.Select(tick => Tag("g", Line(AtX(tick), base_, AtX(tick), base_ + 5, "axis"),
                Label(AtX(tick), base_ + 19, X.WriteTick(tick), "middle"))),
            Line(Left, base_, right, base_, "axis"),
            Label(Left - 8 - WidthOf("100 %"), 16, Y.Label, "title"),
            Label((Left + right) / 2, Height - 10, X.Label, "title middle"),
            Series.Select((series, i) => Curve(series, i, AtX, AtY)),
            Names(right, AtY)));
    }

    private XElement Curve(Series series, int number, Func<double, double> atX, Func<double, double> atY) => Tag("g",
        Class(Marks.ColourOf(number)),
        series.Runs().Select(run => Tag("path", Class("curve"), With("d", Marks.Path(run.Select(p => (atX(p.X), atY(p.Y))))))),
        series.Points.Count > MostMarks ? null : series.Finite.Select(p =>
            Marks.At(number, atX(p.X), atY(p.Y), hint: $"{series.Name}: {Y.WriteValue(p.Y)} at {X.WriteValue(p.X)}")));

    private IEnumerable<XElement> Names(double right, Func<double, double> atY)
    {
        var shown = Enumerable.Range(0, Series.Count).Where(i => Series[i].Finite.Any()).ToArray();
        var places = EndLabels.Spread([.. shown.Select(i => atY(Series[i].Finite.Last().Y))], Top, Height - Bottom, LabelGap);
        return shown.Select((i, place) =>
            Tag("g", Class(Marks.ColourOf(i)), Label(right + 10, places[place] + 4, Series[i].Name, "name")));
    }

    private string Describe() => $"{Title}. {Y.Label} over {X.Label}. {Reports.Series.Describe(Series, Y)}";
}
