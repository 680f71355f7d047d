namespace Equivariant.Tests.Operators;

/// <summary>Wrong input to pooling ends in one sentence with the shapes; NaN and ties go as in PyTorch.</summary>
public class PoolErrorTests
{
    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Fails([2, 3, 4, 4], "padding 2 is more than half of kernelSize 3", x => Ops.MaxPool(x, 3, 1, 2));
        Fails([2, 3, 4, 4], "must be positive", x => Ops.AvgPool(x, 0));
        Fails([2, 3, 4, 4], "must be positive", x => Ops.AvgPool(x, 2, 0));
        Fails([2, 3, 4, 4], "not negative", x => Ops.MaxPool(x, 2, 1, -1));
        Fails([2, 3, 4, 4], "kernelSize [2,2,2] is given for 3 axes, the input has 2",
            x => Ops.MaxPool(x, [2, 2, 2]));
        Fails([2, 3, 4, 4], "every extent must be at least 1", x => Ops.AdaptiveAvgPool(x, [2, 0]));
    }

    [Fact]
    public void InputsWithoutRoomAreRefused()
    {
        Fails([2, 3, 4, 2], "kernelSize 3 with padding 0 does not fit into the input [2,3,4,2], axis 3 has 2",
            x => Ops.MaxPool(x, 3));
        Fails([2, 3], "[2,3] has 2 axes", x => Ops.GlobalAvgPool(x));
        Fails([2, 3, 0, 4], "[2,3,0,4]", x => Ops.GlobalMaxPool(x));
    }

    [Fact]
    public void NotANumberWinsAndTiesGoToTheFirst()
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

    private static void Fails(Shape shape, string message, Func<Tensor, Tensor> run) =>
        Refused(() => run(Tensor.Ones(shape)), message);
}
