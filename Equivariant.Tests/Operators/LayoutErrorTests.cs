namespace Equivariant.Tests.Operators;

/// <summary>Shapes that do not fit the layout ops are refused with the shapes in the message.</summary>
public class LayoutErrorTests
{
    private static readonly Tensor Image = Tensor.Zeros([2, 3, 4, 5]);

    [Theory]
    [InlineData(PaddingMode.Reflect, 4, 0, "axis 2 of [2,3,4,5]", "0 to 3")]
    [InlineData(PaddingMode.Circular, 0, 5, "axis 2 of [2,3,4,5]", "0 to 4")]
    [InlineData(PaddingMode.Replicate, -1, 0, "axis 2 of [2,3,4,5]", "no negative number")]
    [InlineData(PaddingMode.Reflect, -1, 0, "axis 2 of [2,3,4,5]", "0 to 3")]
    [InlineData(PaddingMode.Zeros, -2, -3, "axis 2 of [2,3,4,5]", "leave nothing")]
    public void PaddingBeyondItsModeIsRefused(PaddingMode mode, int before, int after, string where, string remedy) =>
        Refused(() => Ops.Pad(Image, [before, 0], [after, 0], mode), "Pad", where, remedy);

    [Fact]
    public void PaddingOfAxesThatDoNotFitIsRefused()
    {
        Refused(() => Ops.Pad(Image, [1], [1, 1]), "[1]", "[1,1]", "[2,3,4,5]");
        Refused(() => Ops.Pad(Image, [1, 1, 1, 1], [1, 1, 1, 1]), "[2,3,4,5]", "1 to 3 axes");
        Refused(() => Ops.Pad(Tensor.Zeros([3]), [1, 1], [1, 1]), "[3]");
        Refused(() => Ops.Pad(Tensor.Zeros([2, 0]), [1], [0], PaddingMode.Replicate), "[2,0]", "no empty axis");
    }

    [Fact]
    public void WindowsThatReachOutAreRefused()
    {
        Refused(() => Ops.Crop(Image, [0, 2], [4, 4]), "elements 2 to 5 of axis 3", "[2,3,4,5]");
        Refused(() => Ops.Crop(Image, [0], [4, 4]), "1 starts and 2 sizes", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 1, -1, 2), "axis 1", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 1, 2, int.MaxValue), "axis 1", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 4, 0, 1), "[2,3,4,5]", "axis 4");
    }

    [Fact]
    public void TensorsThatDoNotJoinAreRefused()
    {
        Refused(() => Ops.Concat([Image, Tensor.Zeros([2, 3, 4, 6])], 1), "[2,3,4,5]", "[2,3,4,6]");
        Refused(() => Ops.Concat([Image, Tensor.Zeros([2, 3, 4])], 1), "[2,3,4,5]", "[2,3,4]");
        Refused(() => Ops.Concat([Image, Tensor.Zeros([2, 3, 4, 5], DType.Float64)], 1), "Float32", "Float64");
        Refused(() => Ops.Concat([], 1), "nothing");
    }

    [Fact]
    public void OrdersThatAreNoneAreRefused()
    {
        Refused(() => Ops.Permute(Image, 0, 1, 1, 2), "[0,1,1,2]", "[2,3,4,5]");
        Refused(() => Ops.Permute(Image, 0, 1), "[0,1]", "[2,3,4,5]");
        Refused(() => Ops.Transpose(Tensor.Zeros([3])), "[3]");
    }

    [Fact]
    public void ParametersThatDoNotFitTheIndexMapAreRefused()
    {
        using var tables = new IndexTables(SreRings.Create([5, 5]));
        Refused(() => Ops.ExpandKernel(Tensor.Zeros([4, 2, 5]), tables), "[4,2,5]", "[outputs, inputs / groups, 3]");
        Refused(() => Ops.ExpandKernel(Tensor.Zeros([4, 3]), tables), "[4,3]");
    }

    [Fact]
    public void GroupsOfChannelsThatDoNotDivideAreRefused()
    {
        Refused(() => Ops.Maxout(Image, 2), "[2,3,4,5]", "groups of 2");
        Refused(() => Ops.Maxout(Image, 0), "[2,3,4,5]");
        Refused(() => Ops.Max(Tensor.Zeros([2, 0]), [1]), "[2,0]");
    }

    /// <summary>PyTorch's amax: two equal largest elements get half the gradient each.</summary>
    [Fact]
    public void EqualLargestElementsShareTheGradient()
    {
        using var x = Tensor.From([1.0, 3, 3, 2], [4]).WithGrad();
        using var tape = Equivariant.Tape.Record();
        tape.Backward(Ops.Max(x));
        Assert.Equal([0, 0.5, 0.5, 0], x.Grad!.ToDoubles());
    }

    [Fact]
    public void AnEmptyAxisIsPaddedAndANarrowOneCroppedAway()
    {
        Assert.Equal([7, 7, 7, 7, 7, 7], Ops.Pad(Tensor.Zeros([2, 0]), [1], [2], value: 7).ToDoubles());
        Assert.Equal(new Shape(2, 0), Ops.Pad(Tensor.Zeros([2, 3]), [-1], [-2]).Shape);
        Assert.Equal([5, 5], Ops.Pad(Tensor.Zeros([1, 2]), [-2], [2], value: 5).ToDoubles());
        Assert.Equal([5, 5], Ops.Pad(Tensor.Zeros([1, 2]), [4], [-4], value: 5).ToDoubles());
    }

    [Fact]
    public void NaNWinsOverNumbers()
    {
        using var x = Tensor.From([1, double.NaN, 3, 2], [1, 4]);
        Assert.True(double.IsNaN(Ops.Max(x).Item()));
        Assert.True(double.IsNaN(Ops.Min(x).Item()));
        Assert.True(double.IsNaN(Ops.Maxout(x, 4).Item()));
    }
}
