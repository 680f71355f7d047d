namespace Equivariant.Tests.Geometry;

/// <summary>The size rule against what it stands for: the last window ends where the padded input ends.</summary>
public class SizeRuleTests
{
    [Fact]
    public void HoldsExactlyWhenTheLastWindowReachesTheEnd()
    {
        var (held, failed) = (0, 0);
        for (var size = 1; size < 12; size++)
        {
            for (var (kernel, rest) = (1, 0); kernel < 6; rest++, kernel += rest / 36, rest %= 36)
            {
                var (stride, padding, dilation) = (1 + (rest % 3), rest / 3 % 4, 1 + (rest / 12));
                var padded = size + (2 * padding);
                var window = (dilation * (kernel - 1)) + 1;
                if (window > padded)
                    continue;
                var starts = Enumerable.Range(0, padded).Where(start => start % stride == 0 && start + window <= padded);
                var reaches = starts.Max() + window == padded;
                Assert.Equal(reaches, SizeRule.Holds(size, kernel, stride, padding, dilation));
                Assert.Equal(padded - starts.Max() - window, SizeRule.UnusedBorder(size, kernel, stride, padding, dilation));
                (held, failed) = (held + (reaches ? 1 : 0), failed + (reaches ? 0 : 1));
            }
        }
        Assert.True(held > 100 && failed > 100);
    }

    [Theory]
    [InlineData(31, 3, 2, 1, true)]
    [InlineData(32, 3, 2, 1, false)]
    [InlineData(32, 2, 2, 0, true)]
    [InlineData(31, 2, 2, 0, false)]
    public void TheKnownCasesComeOut(int size, int kernel, int stride, int padding, bool holds) =>
        Assert.Equal(holds,
            SizeRule.Broken("Conv", [1, 1, size, size], kernel, new() { Stride = stride, Padding = padding }) is null);

    [Fact]
    public void EveryAxisAndUnevenPaddingCount()
    {
        Assert.Null(SizeRule.Broken("Conv", [1, 1, 7, 9], 3, new() { Padding = Padding.Same }));
        Assert.Contains("[1,1] cells before and [2,2] after",
            SizeRule.Broken("Conv", [1, 1, 7, 7], 4, new() { Padding = Padding.Same }));
        Assert.Contains("axis 4", SizeRule.Broken("Conv", [1, 1, 7, 7, 8], 3, new() { Stride = 2, Padding = 1 }));
        Assert.Null(SizeRule.Broken("Conv", [1, 1, 7, 7, 9], 3, new() { Stride = 2, Padding = 1 }));
    }
}
