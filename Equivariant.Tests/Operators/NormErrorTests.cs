namespace Equivariant.Tests.Operators;

/// <summary>Wrong input to the norms ends in one sentence with the shapes.</summary>
public class NormErrorTests
{
    [Fact]
    public void BatchNormRefusesWhatDoesNotFit()
    {
        Fails([4], "[4]", x => Ops.BatchNorm(x, null, null, null, null, true));
        Fails([2, 3, 4], "weight is [4], the input [2,3,4] expects [3]",
            x => Ops.BatchNorm(x, Tensor.Ones([4]), null, null, null, true));
        Fails([2, 3, 4], "bias is [3,1]", x => Ops.BatchNorm(x, null, Tensor.Ones([3, 1]), null, null, true));
        Fails([2, 3, 4], "runningVar is [2]",
            x => Ops.BatchNorm(x, null, null, Tensor.Ones([3]), Tensor.Ones([2]), true));
        Fails([2, 3, 4], "give both or none", x => Ops.BatchNorm(x, null, null, Tensor.Ones([3]), null, true));
        Fails([2, 3, 4], "evaluating [2,3,4] needs runningMean and runningVar of [3]",
            x => Ops.BatchNorm(x, null, null, null, null, false));
    }

    [Fact]
    public void BatchNormRefusesToTrainOnOneValuePerChannel()
    {
        Fails([1, 3, 1, 1], "more than one value per channel, the input [1,3,1,1]",
            x => Ops.BatchNorm(x, null, null, null, null, true));
        Fails([1, 3], "[1,3]", x => Ops.BatchNorm(x, null, null, null, null, true));
        // Evaluation of the same is fine.
        using var one = Ops.BatchNorm(Tensor.Ones([1, 3]), null, null, Tensor.Zeros([3]), Tensor.Ones([3]), false);
        Assert.Equal([1, 3], one.Shape.ToArray());
    }

    [Fact]
    public void TheOtherNormsRefuseWhatDoesNotFit()
    {
        Fails([2, 6, 4], "[2,6,4] has 6 channels, which 4 groups do not divide", x => Ops.GroupNorm(x, 4));
        Fails([2, 6, 4], "which 0 groups", x => Ops.GroupNorm(x, 0));
        Fails([1, 6, 1], "6 groups of [1,6,1] have one value each", x => Ops.GroupNorm(x, 6));
        Fails([2, 6, 4], "weight is [2]", x => Ops.GroupNorm(x, 2, Tensor.Ones([2])));
        Fails([2, 6], "[2,6]", x => Ops.InstanceNorm(x));
        Fails([2, 6, 1], "[2,6,1] has one value", x => Ops.InstanceNorm(x));
        Fails([2, 6, 4], "[2,6,4] does not end in the normalized shape [6]", x => Ops.LayerNorm(x, [6]));
        Fails([4], "[2,4]", x => Ops.LayerNorm(x, [2, 4]));
        Fails([2, 6, 4], "bias is [6]", x => Ops.LayerNorm(x, [6, 4], null, Tensor.Ones([6])));
    }

    private static void Fails(Shape shape, string message, Func<Tensor, Tensor> run) =>
        Refused(() => run(Tensor.Ones(shape)), message);
}
