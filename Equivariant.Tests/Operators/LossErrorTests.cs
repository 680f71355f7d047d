namespace Equivariant.Tests.Operators;

/// <summary>Losses refuse what does not fit, never read beyond the classes, and treat the corner cases as PyTorch does.</summary>
public class LossErrorTests
{
    private static readonly Tensor Logits = Tensor.Zeros([2, 3]);

    [Theory]
    [InlineData(3), InlineData(-1), InlineData(int.MaxValue), InlineData(int.MinValue)]
    public void LabelsThatAreNoClassAreRefused(int label)
    {
        using var labels = Tensor.From([0, label], [2]);
        foreach (var loss in new Func<Tensor>[] { () => Ops.CrossEntropy(Logits, labels), () => Ops.NllLoss(Logits, labels) })
        {
            Refused<LabelException>(loss, $"label {label} at position 1", "3 classes, 0 to 2, and -100 is left out");
        }
    }

    [Fact]
    public void LabelsOfADataSetAreCheckedOnce()
    {
        Labels.Check([0, 2, -100], 3);
        Labels.Check([255, 1], 3, 255);
        Refused<LabelException>(() => Labels.Check([0, 3], 3, null, "test split"), "test split: label 3");
        Assert.Throws<LabelException>(() => Labels.Check([-100], 3, null));
    }

    [Fact]
    public void ShapesAndTypesThatDoNotFitAreRefused()
    {
        using var labels = Tensor.From([0, 1, 2], [3]);
        using var pair = Tensor.From([0, 1], [2]);
        Refused(() => Ops.CrossEntropy(Logits, labels), "[3]", "[2,3]");
        Refused(() => Ops.CrossEntropy(Tensor.Zeros([3]), labels), "[3]");
        Refused(() => Ops.CrossEntropy(Tensor.Zeros([2, 3, 4, 4]), pair), "[2]", "[2,3,4,4]");
        Refused(() => Ops.CrossEntropy(Logits, Tensor.Zeros([2])), "Int32");
        Refused(() => Ops.CrossEntropy(Logits, pair, Tensor.Ones([2])), "[2]", "[2,3]");
        Refused(() => Ops.NllLoss(Logits, pair, Tensor.Ones([3], DType.Float64)), "Float64");
        Refused(() => Ops.BceWithLogits(Logits, Tensor.Zeros([2, 1])), "[2,1]", "[2,3]");
        Refused(() => Ops.BceWithLogits(Logits, Logits, posWeight: Tensor.Ones([2])), "posWeight", "[2,3]");
        Refused(() => Ops.BceWithLogits(Logits, Logits, weight: Tensor.Ones([4, 2, 3])), "weight [4,2,3]", "[2,3]");
        Refused(() => Ops.MseLoss(Logits, Tensor.Zeros([3])), "[3]", "[2,3]");
        Refused(() => Ops.L1Loss(Logits, Tensor.Zeros([2, 1])), "[2,1]", "[2,3]");
        Refused(() => Ops.Softmax(Logits, 2), "[2,3]");
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.CrossEntropy(Logits, pair, labelSmoothing: 1.5));
    }

    /// <summary>0/0, as PyTorch: a batch without labels has no mean.</summary>
    [Fact]
    public void TheMeanOverNothingIsNaN()
    {
        using var labels = Tensor.From([-100, -100], [2]);
        Assert.True(double.IsNaN(Ops.CrossEntropy(Logits, labels).Item()));
        Assert.Equal(0, Ops.CrossEntropy(Logits, labels, reduction: Reduction.Sum).Item());
    }

    /// <summary>Confident and right: the loss is small, but in single precision not zero; wrong by a wide margin:
    /// finite.</summary>
    [Fact]
    public void LargeLogitsStayFiniteAndPrecise()
    {
        using var logits = Tensor.From([20f, -20f, 20f, -1000f], [4]);
        using var targets = Tensor.From([1f, 0f, 0f, 1f], [4]);
        var losses = Ops.BceWithLogits(logits, targets, reduction: Reduction.None).ToDoubles();
        Assert.Equal(Math.Exp(-20), losses[0], Math.Exp(-20) * 1e-5);
        Assert.Equal(Math.Exp(-20), losses[1], Math.Exp(-20) * 1e-5);
        Assert.Equal(20, losses[2], 1e-5);
        Assert.Equal(1000, losses[3], 1e-3);
        using var wide = Tensor.From([1000f, -1000f], [1, 2]).WithGrad();
        using var label = Tensor.From([1], [1]);
        using var tape = Tape.Record();
        var loss = Ops.CrossEntropy(wide, label);
        tape.Backward(loss);
        Assert.Equal(2000, loss.Item());
        Assert.Equal([1, -1], wide.Grad!.ToDoubles());
    }
}
