namespace Equivariant.Tests.Layers;

public class CyclicTests
{
    private static Initializer Init => new(new Rng(1));

    /// <summary>A lifting convolution is a convolution of all views, stacked.</summary>
    [Fact]
    public void SlicedConvolutionsStackedAreALiftingConvolution()
    {
        using var lift = new LiftingConv(SymmetryGroups.D4, 2, 3, 3, Init, new() { Padding = 1 });
        using var conv = new Conv(2, 2, 3, 3, Init, new() { Padding = 1 });
        foreach (var (from, to) in lift.NamedParameters().Zip(conv.NamedParameters()))
            to.Value.CopyFrom(from.Value.ToNdArray());
        using var views = new Cyclic(SymmetryGroups.D4, conv, CyclicEnd.Stack);
        using var x = Init.Normal([2, 2, 6, 6], 1);
        using var expected = lift.Forward(x);
        using var actual = views.Forward(x);
        AllClose(expected, actual, 1e-5);
    }

    [Fact]
    public void WhatHasNoViewsIsRefused()
    {
        using var image = Tensor.Zeros([3, 1, 4, 4]);
        using var oblong = Tensor.Zeros([4, 1, 4, 5]);
        Refused(() => new CyclicRoll(SymmetryGroups.C4).Forward(image), "[3,1,4,4]", "4 views", "slice");
        Refused(() => new CyclicPool(SymmetryGroups.C4).Forward(image), "4 views");
        Refused(() => new CyclicSlice(SymmetryGroups.C4).Forward(oblong), "[4,1,4,5]", "one length");
        Refused(() => new CyclicSlice(SymmetryGroups.Cube).Forward(image), "3 spatial axes");
        Assert.Equal([16, 1, 4, 5], new CyclicSlice(SymmetryGroups.Klein).Forward(oblong).Shape);
    }

    /// <summary>At first a spatial transformer does nothing; its numbers get gradients through the places it reads.</summary>
    [Theory]
    [InlineData(TransformKind.Affine)]
    [InlineData(TransformKind.Rotation)]
    public void ASpatialTransformerStartsAsTheIdentityAndLearns(TransformKind kind)
    {
        using var layer = SpatialTransformer.Create(2, Init, kind);
        using var x = Init.Normal([3, 2, 9, 9], 1);
        using (var tape = Tape.Record())
        {
            var y = layer.Forward(x);
            AllClose(x, y, 1e-4);
            tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        }
        var head = layer.NamedParameters().Single(parameter => parameter.Name == "head.bias").Value;
        Assert.Contains(head.Grad!.ToDoubles(), gradient => Math.Abs(gradient) > 1e-3);
    }

    /// <summary>A turn keeps lengths, whatever the numbers are.</summary>
    [Fact]
    public void ARotationStaysOne()
    {
        using var layer = SpatialTransformer.Create(1, Init);
        foreach (var (_, tensor) in layer.NamedParameters())
            tensor.CopyFrom(Init.Uniform(tensor.Shape, 1).ToNdArray());
        using var x = Init.Normal([2, 1, 8, 8], 1);
        foreach (var map in layer.Maps(x).ToDoubles().Chunk(6))
        {
            Assert.Equal(1, (map[0] * map[0]) + (map[1] * map[1]), 1e-5);
            Assert.Equal((map[0], 0, -map[1], 0), (map[4], map[2], map[3], map[5]));
        }
    }
}
