namespace Equivariant.Tests.Autograd;

public class TapeTests
{
    private readonly CpuDevice device = new(threads: 2);

    [Fact]
    public void GradientsOfSharedInputsAddUp()
    {
        var x = Make(1, 2, 3).WithGrad();
        using (var tape = Tape.Record())
            tape.Backward(Ops.Sum((x * x) + (x * 3) + x));
        Assert.Equal([6.0, 8, 10], x.Grad!.ToDoubles());
    }

    [Fact]
    public void GradientsOfSeveralPassesAddUpUntilCleared()
    {
        var x = Make(2).WithGrad();
        for (var pass = 1; pass <= 3; pass++)
        {
            using var tape = Tape.Record();
            tape.Backward(Ops.Sum(x * x));
            Assert.Equal(4.0 * pass, x.Grad!.Item());
        }
        x.ZeroGrad();
        Assert.Null(x.Grad);
    }

    [Fact]
    public void GradientsHandedToSeveralTensorsDoNotShareMemory()
    {
        var (a, b) = (Make(1, 2).WithGrad(), Make(3, 4).WithGrad());
        using (var tape = Tape.Record())
            tape.Backward(Ops.Sum(a + b + a));
        a.Grad!.Fill(100);
        Assert.Equal([1.0, 1], b.Grad!.ToDoubles());
    }

    [Fact]
    public void TheTapeFreesItsOwnAndNothingElse()
    {
        var x = Make(1, 2).WithGrad();
        Tensor inner, kept;
        using (var tape = Tape.Record())
        {
            inner = x * x;
            kept = tape.Keep(inner + x);
            tape.Backward(Ops.Sum(inner));
        }
        Assert.True(inner.IsDisposed);
        Assert.Equal([2.0, 6], kept.ToDoubles());
        Assert.Equal([2.0, 4], x.Grad!.ToDoubles());
        Refused<ObjectDisposedException>(() => inner.ToDoubles(), "Tape.Keep");
    }

    [Fact]
    public void LiveBytesReturnToWhereTheyWere()
    {
        var x = Tensor.Ones([16, 16], DType.Float32, device).WithGrad();
        long Step()
        {
            using (var tape = Tape.Record())
                tape.Backward(Ops.Mean(Ops.Relu((x * x) - x) + Ops.Exp(x)));
            x.ZeroGrad();
            return device.Memory.LiveBytes;
        }
        var first = Step();
        var allocations = 0L;
        for (var step = 2; step <= 1000; step++)
        {
            Assert.Equal(first, Step());
            if (step == 10)
                allocations = device.Memory.Allocations;
        }
        Assert.Equal(allocations, device.Memory.Allocations);
    }

    [Fact]
    public void NoGradScopesRecordNothing()
    {
        var x = Make(1, 2).WithGrad();
        using var tape = Tape.Record();
        Tensor y;
        using (var inner = Tape.NoGrad())
            y = inner.Keep(x * x);
        Assert.False(y.RequiresGrad);
        var loss = Ops.Sum(y);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(loss));
    }

    [Fact]
    public void AnomalyModeNamesOpShapesAndValue()
    {
        var x = Make(1, -2).WithGrad();
        using var tape = Tape.Record(anomaly: true);
        Refused<AnomalyException>(() => Ops.Log(x), "Log", "[2]", "NaN at element 1");
    }

    [Fact]
    public void AnomalyModeFindsBadGradients()
    {
        var x = Make(0, 4).WithGrad();
        using var tape = Tape.Record(anomaly: true);
        Refused<AnomalyException>(() => tape.Backward(Ops.Sum(Ops.Sqrt(x))), "Sqrt: the gradient [2]");
    }

    [Fact]
    public void BackwardRefusesWhatItCannotDo()
    {
        var x = Make(1, 2).WithGrad();
        using var tape = Tape.Record();
        Refused<ShapeException>(() => tape.Backward(x * x), "[2]");
        Assert.Throws<InvalidOperationException>(() => tape.Backward(Make(1)));
    }

    [Fact]
    public void TensorsOfAnotherDeviceAreRefused()
    {
        using var other = new CpuDevice(threads: 1);
        var (a, b) = (Make(1), Tensor.Ones([1], DType.Float64, other));
        Refused<ShapeException>(() => a + b, "device");
    }

    private Tensor Make(params double[] values) => Tensor.From(values, [values.Length], device);
}
