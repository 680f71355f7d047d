namespace Equivariant.Tests.Layers;

public class PoolTests
{
    private static readonly float[] Square = [0, 1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>The numbers of PyTorch's MaxPool2d(2, ceil_mode=True) and without it.</summary>
    [Fact]
    public void WindowsOverTheBorderAreKeptWhereAsked()
    {
        Assert.Equal([4], Of(new MaxPool(2)));
        Assert.Equal([4, 5, 7, 8], Of(new MaxPool(2, ceilMode: true)));
        Assert.Equal([2, 3.5, 6.5, 8], Of(new AvgPool(2, ceilMode: true)));
        Assert.True(new MaxPool(2, ceilMode: true).CeilMode);
    }

    /// <summary>The numbers of PyTorch's AvgPool2d(3, 1, 1), with count_include_pad and without.</summary>
    [Fact]
    public void PaddingCountsWhereAsked()
    {
        Assert.Equal(8.0 / 9, Of(new AvgPool(3, 1, 1))[0], 1e-6);
        Assert.Equal(2, Of(new AvgPool(3, 1, 1, countIncludePad: false))[0], 1e-6);
    }

    private static double[] Of(Module pool)
    {
        using var x = Tensor.From(Square, [1, 1, 3, 3]);
        using var y = pool.Forward(x);
        return y.ToDoubles();
    }
}
