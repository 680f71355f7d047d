namespace Equivariant.Tests.Operators;

/// <summary>Dropout drops at its rate, without pattern, and the same elements for the same seed.</summary>
public class DropoutTests
{
    [Theory]
    [InlineData(0.1), InlineData(0.5), InlineData(0.9)]
    public void TheRateAndItsNeighboursAreThoseOfIndependentDraws(double p)
    {
        const int count = 200_000;
        using var x = Tensor.Ones([count]);
        for (ulong seed = 0; seed < 4; seed++)
        {
            var dropped = Ops.Dropout(x, p, seed).ToDoubles().Select(value => value == 0 ? 1 : 0).ToArray();
            // Five standard deviations: once in two million runs for truly random draws, and these never change.
            Assert.Equal(p, dropped.Average(), 5 * Math.Sqrt(p * (1 - p) / count));
            foreach (var lag in new[] { 1, 2, 16, 64, 1024 })
            {
                var both = Enumerable.Range(0, count - lag).Average(i => dropped[i] * dropped[i + lag]);
                Assert.Equal(p * p, both, 8 * Math.Sqrt(p * p * (1 - (p * p)) / count));
            }
        }
    }

    [Fact]
    public void SeedsThatDifferInOneBitAreUnrelated()
    {
        const int count = 100_000;
        using var x = Tensor.Ones([count]);
        var first = Ops.Dropout(x, 0.5, 12345).ToDoubles();
        for (var bit = 0; bit < 64; bit += 7)
        {
            var other = Ops.Dropout(x, 0.5, 12345UL ^ (1UL << bit)).ToDoubles();
            var same = first.Zip(other).Average(pair => pair.First == pair.Second ? 1.0 : 0);
            Assert.Equal(0.5, same, 5 * Math.Sqrt(0.25 / count));
        }
    }

    [Fact]
    public void WhatStaysIsScaledSoThatTheMeanStays()
    {
        using var x = Tensor.Ones([1000], DType.Float64);
        Assert.Equal([0, 1.25], Ops.Dropout(x, 0.2, 1).ToDoubles().Distinct().Order());
    }

    [Fact]
    public void AChannelIsDroppedAsAWhole()
    {
        using var x = Tensor.Ones([20, 30, 4, 5]);
        var channels = Ops.DropoutChannels(x, 0.4, 3).ToDoubles().Chunk(20).ToArray();
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        Assert.Equal(0.4, channels.Average(channel => channel[0] == 0 ? 1.0 : 0), 5 * Math.Sqrt(0.24 / 600));
    }

    [Fact]
    public void NothingIsDroppedInEvaluationOrWithProbabilityZero()
    {
        using var x = Tensor.Ones([100]);
        Assert.Same(x, Ops.Dropout(x, 0.5, 1, training: false));
        Assert.Same(x, Ops.Dropout(x, 0, 1));
    }

    [Theory]
    [InlineData(-0.1), InlineData(1.1), InlineData(double.NaN)]
    public void WhatIsNoProbabilityIsRefused(double p)
    {
        using var x = Tensor.Ones([2, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Dropout(x, p, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.DropoutChannels(x, p, 1, training: false));
    }
}
