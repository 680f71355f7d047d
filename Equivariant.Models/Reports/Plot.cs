using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>The area of a chart with two axes. It ends at <paramref name="right"/>; the names of points stand behind
/// it.</summary>
internal sealed class Plot(Axis x, Axis y, IReadOnlyList<(double X, double Y)> points, double right, double height)
{
    public const double Left = 60, Top = 34;
    private const double Bottom = 52;

    private readonly (double Low, double High, double[] Ticks) across = x.Fit(points.Select(point => point.X));
    private readonly (double Low, double High, double[] Ticks) up = y.Fit(points.Select(point => point.Y));

    public double Right => right;

    /// <summary>The lower edge of the area.</summary>
    public double Floor => height - Bottom;

    public double AtX(double value) => Left + ((value - across.Low) / (across.High - across.Low) * (Right - Left));

    public double AtY(double value) => Floor - ((value - up.Low) / (up.High - up.Low) * (Floor - Top));

    /// <summary>Grid lines, ticks and labels; the label of the vertical axis begins at <paramref name="labelX"/>.</summary>
    public IEnumerable<XElement> Axes(double labelX) =>
    [
        .. up.Ticks.Select(tick => Tag("g", Line(Left, AtY(tick), Right, AtY(tick), "grid"),
            Label(Left - 8, AtY(tick) + 4, y.WriteTick(tick), "end"))),
        .. across.Ticks.Select(tick => Tag("g", Line(AtX(tick), Floor, AtX(tick), Floor + 5, "axis"),
            Label(AtX(tick), Floor + 19, x.WriteTick(tick), "middle"))),
        Line(Left, Floor, Right, Floor, "axis"),
        Label(labelX, 16, y.Label, "title"),
        Label((Left + Right) / 2, height - 10, x.Label, "title middle"),
    ];
}
