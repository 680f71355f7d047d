using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>
/// Values by angle in degrees as closed curves about a centre: 0° at the top, angles counter-clockwise. A value that does not
/// depend on the angle is a circle. A point at 360° may be left out.
/// </summary>
internal sealed record PolarChart(string Title, Axis Radius, IReadOnlyList<Series> Series) : IReportPart
{
    private const double Width = 440, Height = 400, Outer = 165, AngleStep = 30;

    public XElement ToElement()
    {
        var (low, high, ticks) = Radius.Fit(Series.SelectMany(series => series.Points).Select(point => point.Y));
        var rings = ticks.Where(tick => tick > low).ToArray();
        double Far(double value) => Math.Clamp((value - low) / (high - low), 0, 1) * Outer;
        return Figure(Title, null, Series.Count > 1 ? Marks.Legend(Series.Select(series => series.Name)) : null,
            Svg(Width, Height, $"{Title}. {Radius.Label} by angle. {Reports.Series.Describe(Series, Radius)}",
                rings.Select(tick => Tag("circle", Class("grid"),
                    With("cx", Width / 2), With("cy", Height / 2), With("r", Far(tick)))),
                Enumerable.Range(0, (int)(360 / AngleStep)).Select(i => Spoke(i * AngleStep)),
                Series.Select((series, i) => Curve(series, i, point => At(point.X, Far(point.Y)))),
                rings.Select(tick => RingLabel(Far(tick), Radius.WriteTick(tick)))));
    }

    private static XElement RingLabel(double radius, string text)
    {
        var (x, y) = At(-AngleStep / 2, radius);
        return Label(x, y + 4, text, "small middle halo");
    }

    private static XElement Spoke(double angle)
    {
        var (x, y) = At(angle, Outer);
        var (labelX, labelY) = At(angle, Outer + 18);
        return Tag("g", Line(Width / 2, Height / 2, x, y, "grid"), Label(labelX, labelY + 4, $"{angle:0}°", "middle"));
    }

    private XElement Curve(Series series, int number, Func<(double X, double Y), (double X, double Y)> at)
    {
        var whole = series.Runs().Count() == 1;
        return Marks.Curve(series, number, whole ? "curve area" : "curve", whole, at,
            point => $"{Radius.WriteValue(point.Y)} at {point.X:0.#}°");
    }

    private static (double X, double Y) At(double angle, double radius)
    {
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        return ((Width / 2) - (radius * sin), (Height / 2) - (radius * cos));
    }
}
