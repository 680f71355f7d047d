using Equivariant.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Reports;

/// <summary>Where ticks and labels stand.</summary>
public class ChartLayoutTests
{
    private static readonly Gen<(double Low, double High)> Ranges =
        from size in Gen.Choose(-8, 8)
        from low in Gen.Choose(-1000, 1000)
        from range in Gen.Choose(1, 5000)
        select (low * Math.Pow(10, size), (low + range) * Math.Pow(10, size));

    [Fact]
    public void TicksAreRoundEvenlySpacedAndFew() => Prop.ForAll(Ranges.ToArbitrary(), range =>
    {
        var step = Ticks.Step(range.High - range.Low, 5);
        var ticks = Ticks.Between(range.Low, range.High, step);
        var leading = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
        var round = new[] { 1.0, 2, 5, 10 }.Any(n => Math.Abs(leading - n) < 1e-9);
        var even = ticks.Zip(ticks.Skip(1), (a, b) => b - a)
            .All(d => Math.Abs(d - step) < 1e-6 * step + 1e-9 * Math.Abs(range.Low));
        return round && even && ticks.Length is >= 2 and <= 9
            && ticks[0] >= range.Low - 1e-5 * step && ticks[^1] <= range.High + 1e-5 * step;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnOpenAxisCoversItsDataAndEndsOnTicks() => Prop.ForAll(Ranges.ToArbitrary(), range =>
    {
        var (low, high, ticks) = Axis.Number("x").Fit([range.Low, range.High]);
        var slack = 1e-5 * (high - low);
        return low <= range.Low + slack && high >= range.High - slack
            && Math.Abs(ticks[0] - low) <= slack && Math.Abs(ticks[^1] - high) <= slack;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 7.5, 7.5 })]
    [InlineData(new[] { -3e9 })]
    [InlineData(new[] { 1.0, 1 + 1e-15 })]
    public void DataWithoutExtentStillGetsAnAxis(double[] data)
    {
        foreach (var axis in new[] { Axis.Number("x"), Axis.Count("x"), Axis.Percent("x"), Axis.Degrees("x") })
        {
            var (low, high, ticks) = axis.Fit(data);
            Assert.True(high > low && double.IsFinite(high - low), $"{low} to {high}");
            Assert.InRange(ticks.Length, 1, 20);
        }
    }

    [Fact]
    public void TicksCarryNoRoundingErrors()
    {
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], Ticks.Between(0, 1, 0.2));
        Assert.Equal(["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"],
            Ticks.Between(0, 1, 0.2).Select(Axis.Percent("accuracy").WriteTick));
    }

    [Fact]
    public void CountsHaveWholeTicks() =>
        Assert.All(Axis.Count("epoch").Fit([1, 3]).Ticks, tick => Assert.Equal(Math.Round(tick), tick));

    [Fact]
    public void LabelsKeepTheirOrderAndDistanceAndStayInside() =>
        Prop.ForAll(Gen.Choose(0, 300).Select(y => (double)y).ListOf().Where(list => list.Count <= 12).ToArbitrary(), wanted =>
        {
            var places = EndLabels.Spread([.. wanted], 0, 300, 15);
            var sorted = wanted.Select((y, i) => (y, i)).OrderBy(pair => pair.y).Select(pair => places[pair.i]).ToArray();
            return sorted.Zip(sorted.Skip(1), (a, b) => b - a).All(gap => gap >= 15 - 1e-9)
                && sorted.All(y => y is >= -1e-9 and <= 300 + 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LabelsFarApartStayWhereTheyAre() =>
        Assert.Equal([200, 20, 100], EndLabels.Spread([200, 20, 100], 0, 300, 15));
}
