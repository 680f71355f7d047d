namespace Equivariant.Tests.Optim;

/// <summary>The corners of the schedules; the curves are tested against PyTorch's.</summary>
public class ScheduleTests
{
    [Fact]
    public void TheCosineEndsAtItsLeastRateAndStays()
    {
        var schedule = new CosineDecay(0.1, 10, 0.01);
        foreach (var (step, rate) in new[] { (0, 0.1), (5, 0.055), (10, 0.01), (1000, 0.01) })
            Assert.Equal(rate, schedule.At(step), 15);
    }

    [Fact]
    public void WarmUpReachesTheRateAndPassesOn()
    {
        var schedule = new WarmUp(4, new StepDecay(0.4, 2, 0.5));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1],
            Enumerable.Range(0, 9).Select(step => Math.Round(schedule.At(step), 12)));
        Assert.Equal(0.4, new WarmUp(0, new ConstantRate(0.4)).At(0));
    }

    [Fact]
    public void MilestonesNeedNoOrder() => Assert.Equal(
        Enumerable.Range(0, 12).Select(new MultiStepDecay(1, [3, 9]).At),
        Enumerable.Range(0, 12).Select(new MultiStepDecay(1, [9, 3]).At));

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantRate(1).At(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepDecay(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUp(-1, new ConstantRate(1)));
    }
}
