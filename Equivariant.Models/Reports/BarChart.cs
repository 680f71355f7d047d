using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>The values of one colour in a <see cref="BarChart"/>, one for each group. A value that is not finite has no
/// bar.</summary>
internal sealed record Bars(string Name, IReadOnlyList<double> Values);

/// <summary>Horizontal bars in groups, each with its value. The axis begins at 0 unless it says otherwise.</summary>
internal sealed record BarChart(string Title, Axis Value, IReadOnlyList<string> Groups, IReadOnlyList<Bars> Bars) : IReportPart
{
    private const double Width = 720, Thick = 18, Between = 4, GroupGap = 16, Bottom = 48, ValueRoom = 64;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Bars have more or fewer values than there are groups.</exception>
    public XElement ToElement()
    {
        if (Bars.FirstOrDefault(bars => bars.Values.Count != Groups.Count) is { } odd)
        {
            throw new InvalidOperationException(
                $"BarChart '{Title}': '{odd.Name}' has {odd.Values.Count} values for {Groups.Count} groups.");
        }
        var (low, high, ticks) = (Value with { Low = Value.Low ?? 0 }).Fit(Bars.SelectMany(bars => bars.Values));
        var left = Groups.Select(WidthOf).DefaultIfEmpty(0).Max() + 16;
        var groupHeight = (Bars.Count * (Thick + Between)) - Between + GroupGap;
        var floor = (Groups.Count * groupHeight) + (GroupGap / 2);
        var described = string.Join(" ", Bars.Select(bars => $"{bars.Name}: "
            + string.Join(", ", bars.Values.Select((value, g) => $"{Groups[g]} {Value.WriteValue(value)}")) + "."));
        double AtX(double value) => left + (Math.Clamp((value - low) / (high - low), 0, 1) * (Width - ValueRoom - left));

        return Figure(Title, null, Bars.Count > 1 ? Marks.Legend(Bars.Select(bars => bars.Name), bars: true) : null,
            Svg(Width, floor + Bottom, $"{Title}. {described}",
                ticks.Select(tick => Tag("g", Line(AtX(tick), 0, AtX(tick), floor, "grid"),
                    Label(AtX(tick), floor + 17, Value.WriteTick(tick), "middle"))),
                Label((left + Width - ValueRoom) / 2, floor + Bottom - 10, Value.Label, "title middle"),
                Groups.Select((group, g) => Label(left - 10, GroupTop(g) + ((groupHeight - GroupGap) / 2) + 4, group, "end")),
                Bars.Select((bars, i) =>
                    Tag("g", Class(Marks.ColourOf(i)), bars.Values.SelectMany((value, g) => Bar(bars.Name, value, g, i)))),
                Line(left, 0, left, floor, "axis")));

        double GroupTop(int group) => (GroupGap / 2) + (group * groupHeight);

        IEnumerable<XElement> Bar(string name, double value, int group, int number)
        {
            if (!double.IsFinite(value))
                yield break;
            var top = GroupTop(group) + (number * (Thick + Between));
            yield return Tag("rect", Class("bar"), With("x", left), With("y", top), With("width", AtX(value) - left),
                With("height", Thick), Hint($"{name}, {Groups[group]}: {Value.WriteValue(value)}"));
            yield return Label(AtX(value) + 6, top + 13, Value.WriteValue(value), "name");
        }
    }
}
