namespace Equivariant.Tests.Operators;

/// <summary>What ops other than convolutions say to shapes and settings that do not fit.</summary>
public class OpErrorTests
{
    private static readonly Tensor Image = Ones([2, 3, 4, 5]), Logits = Ones([2, 3]);

    [Fact]
    public void PaddingThatDoesNotFitIsRefused()
    {
        Beyond(PaddingMode.Reflect, 4, 0, "0 to 3");
        Beyond(PaddingMode.Circular, 0, 5, "0 to 4");
        Beyond(PaddingMode.Replicate, -1, 0, "no negative number");
        Beyond(PaddingMode.Reflect, -1, 0, "0 to 3");
        Beyond(PaddingMode.Zeros, -2, -3, "leave nothing");
        Refused(() => Ops.Pad(Image, [1], [1, 1]), "[1]", "[1,1]", "[2,3,4,5]");
        Refused(() => Ops.Pad(Image, [1, 1, 1, 1], [1, 1, 1, 1]), "[2,3,4,5]", "1 to 3 axes");
        Refused(() => Ops.Pad(Ones([3]), [1, 1], [1, 1]), "[3]");
        Refused(() => Ops.Pad(Ones([2, 0]), [1], [0], PaddingMode.Replicate), "[2,0]", "no empty axis");

        static void Beyond(PaddingMode mode, int before, int after, string remedy) =>
            Refused(() => Ops.Pad(Image, [before, 0], [after, 0], mode), "Pad", "axis 2 of [2,3,4,5]", remedy);
    }

    [Fact]
    public void LayoutsThatDoNotFitAreRefused()
    {
        Refused(() => Ops.Crop(Image, [0, 2], [4, 4]), "elements 2 to 5 of axis 3", "[2,3,4,5]");
        Refused(() => Ops.Crop(Image, [0], [4, 4]), "1 starts and 2 sizes", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 1, -1, 2), "axis 1", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 1, 2, int.MaxValue), "axis 1", "[2,3,4,5]");
        Refused(() => Ops.Slice(Image, 4, 0, 1), "[2,3,4,5]", "axis 4");
        Refused(() => Ops.Concat([Image, Ones([2, 3, 4, 6])], 1), "[2,3,4,5]", "[2,3,4,6]");
        Refused(() => Ops.Concat([Image, Ones([2, 3, 4])], 1), "[2,3,4,5]", "[2,3,4]");
        Refused(() => Ops.Concat([Image, Tensor.Zeros([2, 3, 4, 5], DType.Float64)], 1), "Float32", "Float64");
        Refused(() => Ops.Concat([], 1), "nothing");
        Refused(() => Ops.Permute(Image, 0, 1, 1, 2), "[0,1,1,2]", "[2,3,4,5]");
        Refused(() => Ops.Permute(Image, 0, 1), "[0,1]", "[2,3,4,5]");
        Refused(() => Ops.Transpose(Ones([3])), "[3]");
        Refused(() => Ops.Maxout(Image, 2), "[2,3,4,5]", "groups of 2");
        Refused(() => Ops.Maxout(Image, 0), "[2,3,4,5]");
        Refused(() => Ops.Max(Ones([2, 0]), [1]), "[2,0]");
        Refused(() => Ops.DropoutChannels(Ones([2]), 0.5, 1), "[2]");
    }

    [Fact]
    public void KernelsAndMapsThatDoNotFitAreRefused()
    {
        using var tables = new IndexTables(SreRings.Create([5, 5]));
        Refused(() => Ops.ExpandKernel(Ones([4, 2, 5]), tables), "[4,2,5]", "[outputs, inputs / groups, 3]");
        Refused(() => Ops.ExpandKernel(Ones([4, 3]), tables), "[4,3]");
        Refused(() => Ops.GaussianRings(Ones([2, 3])), "GaussianRings", "[2,3]");
        Refused(() => Ops.AffineSample(Ones([2, 1, 4, 4]), Ones([1, 2, 3])), "[2,1,4,4]", "[1,2,3]");
        Refused(() => Ops.AffineSample(Ones([2, 1, 4]), Ones([2, 2, 3])), "[2,1,4]");
        Refused(() => Ops.Turn(Ones([4]), SignedPermutation.FlipH), "2 axes", "[4]");
        Refused(() => Ops.Rotate(Ones([5]), 10), "Rotate: the input [5] must end in 2");
        Refused(() => Ops.RotateVolume(Ones([5, 4]), 10, VolumeAxis.Depth), "[5,4]");
        Refused<ArgumentOutOfRangeException>(() => Ops.Rotate(Image, double.NaN), "finite");
        Refused(() => Ops.Upsample(Logits, 2), "input [2,3]");
        Refused(() => Ops.Upsample(Image, 0), "scaleFactor 0");
        Refused(() => Ops.Upsample(Image, [1, 2, 3]), "scaleFactor [1,2,3]");
        Refused(() => Ops.Resize(Image, [4, -1]), "size [4,-1]");
    }

    [Fact]
    public void NormsThatDoNotFitAreRefused()
    {
        Fails([4], "[4]", x => Ops.BatchNorm(x, null, null, null, null, true));
        Fails([2, 3, 4], "weight is [4], the input [2,3,4] expects [3]",
            x => Ops.BatchNorm(x, Ones([4]), null, null, null, true));
        Fails([2, 3, 4], "bias is [3,1]", x => Ops.BatchNorm(x, null, Ones([3, 1]), null, null, true));
        Fails([2, 3, 4], "runningVar is [2]", x => Ops.BatchNorm(x, null, null, Ones([3]), Ones([2]), true));
        Fails([2, 3, 4], "give both or none", x => Ops.BatchNorm(x, null, null, Ones([3]), null, true));
        Fails([2, 3, 4], "evaluating [2,3,4] needs runningMean and runningVar of [3]",
            x => Ops.BatchNorm(x, null, null, null, null, false));
        Fails([1, 3, 1, 1], "more than one value per channel, the input [1,3,1,1]",
            x => Ops.BatchNorm(x, null, null, null, null, true));
        Fails([1, 3], "[1,3]", x => Ops.BatchNorm(x, null, null, null, null, true));
        // Evaluation of the same is fine.
        using var one = Ops.BatchNorm(Ones([1, 3]), null, null, Ones([3]), Ones([3]), false);
        Assert.Equal([1, 3], one.Shape.ToArray());
        Fails([2, 6, 4], "[2,6,4] has 6 channels, which 4 groups do not divide", x => Ops.GroupNorm(x, 4));
        Fails([2, 6, 4], "which 0 groups", x => Ops.GroupNorm(x, 0));
        Fails([1, 6, 1], "6 groups of [1,6,1] have one value each", x => Ops.GroupNorm(x, 6));
        Fails([2, 6, 4], "weight is [2]", x => Ops.GroupNorm(x, 2, Ones([2])));
        Fails([2, 6], "[2,6]", x => Ops.InstanceNorm(x));
        Fails([2, 6, 1], "[2,6,1] has one value", x => Ops.InstanceNorm(x));
        Fails([2, 6, 4], "[2,6,4] does not end in the normalized shape [6]", x => Ops.LayerNorm(x, [6]));
        Fails([4], "[2,4]", x => Ops.LayerNorm(x, [2, 4]));
        Fails([2, 6, 4], "bias is [6]", x => Ops.LayerNorm(x, [6, 4], null, Ones([6])));
    }

    [Fact]
    public void PoolsThatDoNotFitAreRefused()
    {
        Fails([2, 3, 4, 4], "padding 2 is more than half of kernelSize 3", x => Ops.MaxPool(x, 3, 1, 2));
        Fails([2, 3, 4, 4], "must be positive", x => Ops.AvgPool(x, 0));
        Fails([2, 3, 4, 4], "must be positive", x => Ops.AvgPool(x, 2, 0));
        Fails([2, 3, 4, 4], "not negative", x => Ops.MaxPool(x, 2, 1, -1));
        Fails([2, 3, 4, 4], "kernelSize [2,2,2] is given for 3 axes, the input has 2", x => Ops.MaxPool(x, [2, 2, 2]));
        Fails([2, 3, 4, 4], "every extent must be at least 1", x => Ops.AdaptiveAvgPool(x, [2, 0]));
        Fails([2, 3, 4, 2], "kernelSize 3 with padding 0 does not fit into the input [2,3,4,2], axis 3 has 2",
            x => Ops.MaxPool(x, 3));
        Fails([2, 3], "[2,3] has 2 axes", x => Ops.GlobalAvgPool(x));
        Fails([2, 3, 0, 4], "[2,3,0,4]", x => Ops.GlobalMaxPool(x));
    }

    [Fact]
    public void LossesThatDoNotFitAreRefused()
    {
        using var labels = Tensor.From([0, 1, 2], [3]);
        using var pair = Tensor.From([0, 1], [2]);
        Refused(() => Ops.CrossEntropy(Logits, labels), "[3]", "[2,3]");
        Refused(() => Ops.CrossEntropy(Ones([3]), labels), "[3]");
        Refused(() => Ops.CrossEntropy(Ones([2, 3, 4, 4]), pair), "[2]", "[2,3,4,4]");
        Refused(() => Ops.CrossEntropy(Logits, Ones([2])), "Int32");
        Refused(() => Ops.CrossEntropy(Logits, pair, Ones([2])), "[2]", "[2,3]");
        Refused(() => Ops.NllLoss(Logits, pair, Tensor.Ones([3], DType.Float64)), "Float64");
        Refused(() => Ops.BceWithLogits(Logits, Ones([2, 1])), "[2,1]", "[2,3]");
        Refused(() => Ops.BceWithLogits(Logits, Logits, posWeight: Ones([2])), "posWeight", "[2,3]");
        Refused(() => Ops.BceWithLogits(Logits, Logits, weight: Ones([4, 2, 3])), "weight [4,2,3]", "[2,3]");
        Refused(() => Ops.MseLoss(Logits, Ones([3])), "[3]", "[2,3]");
        Refused(() => Ops.L1Loss(Logits, Ones([2, 1])), "[2,1]", "[2,3]");
        Refused(() => Ops.Softmax(Logits, 2), "[2,3]");
        Refused(() => Ops.BinaryDiceLoss(Image, Logits), "[2,3]", "[2,3,4,5]");
        Refused(() => Ops.DiceLoss(Image, pair), "[2]", "[2,3,4,5]");
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.CrossEntropy(Logits, pair, labelSmoothing: 1.5));
    }

    [Theory]
    [InlineData(3), InlineData(-1), InlineData(int.MaxValue), InlineData(int.MinValue)]
    public void LabelsThatAreNoClassAreRefused(int label)
    {
        using var labels = Tensor.From([0, label], [2]);
        foreach (var loss in new Func<Tensor>[] { () => Ops.CrossEntropy(Logits, labels), () => Ops.NllLoss(Logits, labels) })
            Refused<LabelException>(loss, $"label {label} at position 1", "3 classes, 0 to 2, and -100 is left out");
    }

    [Fact]
    public void LabelsOfADataSetAreCheckedOnce()
    {
        Labels.Check([0, 2, -100], 3);
        Labels.Check([255, 1], 3, 255);
        Refused<LabelException>(() => Labels.Check([0, 3], 3, null, "test split"), "test split: label 3");
        Assert.Throws<LabelException>(() => Labels.Check([-100], 3, null));
    }

    private static Tensor Ones(Shape shape) => Tensor.Ones(shape);

    private static void Fails(Shape shape, string message, Func<Tensor, Tensor> run) => Refused(() => run(Ones(shape)), message);
}
