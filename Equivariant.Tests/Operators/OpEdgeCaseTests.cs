namespace Equivariant.Tests.Operators;

/// <summary>NaN, ties, empty axes and large numbers go as in PyTorch.</summary>
public class OpEdgeCaseTests
{
    /// <summary>PyTorch's amax: two equal largest elements get half the gradient each.</summary>
    [Fact]
    public void EqualLargestElementsShareTheGradient()
    {
        using var x = Tensor.From([1.0, 3, 3, 2], [4]).WithGrad();
        using var tape = Tape.Record();
        tape.Backward(Ops.Max(x));
        Assert.Equal([0, 0.5, 0.5, 0], x.Grad!.ToDoubles());
    }

    [Fact]
    public void InPoolsNotANumberWinsAndTiesGoToTheFirst()
    {
        using var x = Tensor.From<float>([1, float.NaN, 3, 2, 5, 5, float.NegativeInfinity, 5], [1, 1, 2, 4]).WithGrad();
        using var tape = Tape.Record();
        var y = Ops.MaxPool(x, 2);
        Assert.Equal([float.NaN, 5f], y.ToArray<float>());
        tape.Backward(y, Tensor.From<float>([1, 2], y.Shape));
        Assert.Equal([0f, 1, 0, 0, 0, 0, 0, 2], x.Grad!.ToArray<float>());
        using var ties = Tensor.Ones([1, 1, 2, 2]).WithGrad();
        tape.Backward(Ops.GlobalMaxPool(ties), Tensor.Ones([1, 1]));
        Assert.Equal([1f, 0, 0, 0], ties.Grad!.ToArray<float>());
    }

    [Fact]
    public void NaNWinsOverNumbers()
    {
        using var x = Tensor.From([1, double.NaN, 3, 2], [1, 4]);
        Assert.All([Ops.Max(x), Ops.Min(x), Ops.Maxout(x, 4)], extreme => Assert.True(double.IsNaN(extreme.Item())));
    }

    [Fact]
    public void AnEmptyAxisIsPaddedAndANarrowOneCroppedAway()
    {
        Assert.Equal([7, 7, 7, 7, 7, 7], Ops.Pad(Tensor.Zeros([2, 0]), [1], [2], value: 7).ToDoubles());
        Assert.Equal(new Shape(2, 0), Ops.Pad(Tensor.Zeros([2, 3]), [-1], [-2]).Shape);
        Assert.Equal([5, 5], Ops.Pad(Tensor.Zeros([1, 2]), [-2], [2], value: 5).ToDoubles());
        Assert.Equal([5, 5], Ops.Pad(Tensor.Zeros([1, 2]), [4], [-4], value: 5).ToDoubles());
    }

    /// <summary>0/0, as PyTorch: a batch without labels has no mean.</summary>
    [Fact]
    public void TheMeanOverNothingIsNaN()
    {
        using var logits = Tensor.Zeros([2, 3]);
        using var labels = Tensor.From([-100, -100], [2]);
        Assert.True(double.IsNaN(Ops.CrossEntropy(logits, labels).Item()));
        Assert.Equal(0, Ops.CrossEntropy(logits, labels, reduction: Reduction.Sum).Item());
    }

    /// <summary>Confident and right: the loss is small, but in single precision not zero; wrong by a wide margin:
    /// finite.</summary>
    [Fact]
    public void LargeLogitsStayFiniteAndPrecise()
    {
        using var logits = Tensor.From([20f, -20f, 20f, -1000f], [4]);
        using var targets = Tensor.From([1f, 0f, 0f, 1f], [4]);
        var losses = Ops.BceWithLogits(logits, targets, reduction: Reduction.None).ToDoubles();
        AllClose([Math.Exp(-20), Math.Exp(-20), 20, 1000], losses, 0, 1e-5);
        using var wide = Tensor.From([1000f, -1000f], [1, 2]).WithGrad();
        using var label = Tensor.From([1], [1]);
        using var tape = Tape.Record();
        var loss = Ops.CrossEntropy(wide, label);
        tape.Backward(loss);
        Assert.Equal(2000, loss.Item());
        Assert.Equal([1, -1], wide.Grad!.ToDoubles());
    }

    /// <summary>With narrow Gaussians rings stay apart; the weights keep the density's scale.</summary>
    [Fact]
    public void NarrowRingsDoNotMix()
    {
        using var widths = Tensor.Full([3], Math.Log(0.1), DType.Float64);
        var scale = 1 / (0.1 * 2.5066);
        AllClose([scale, 0, 0, 0, scale, 0, 0, 0, scale], Ops.GaussianRings(widths).ToDoubles(), 1e-12);
    }
}
