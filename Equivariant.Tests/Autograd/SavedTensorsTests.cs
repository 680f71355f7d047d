namespace Equivariant.Tests.Autograd;

/// <summary>A backward rule reads the values of the forward pass, or says that they are gone.</summary>
public sealed class SavedTensorsTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 2);
    private readonly Initializer init;

    public SavedTensorsTests() => init = new Initializer(new Rng(3), device);

    [Fact]
    public void AStepBetweenTwoBackwardPassesIsAnError()
    {
        using var w = Make(2).WithGrad();
        using var optimizer = new Sgd([w], 0.25);
        using var tape = Tape.Record();
        var square = w * w;
        var cube = square * w;
        tape.Backward(square);
        Assert.Equal(4, w.Grad!.Item());
        optimizer.Step();
        optimizer.ZeroGrad();
        var error = Assert.Throws<InvalidOperationException>(() => tape.Backward(cube));
        Assert.Contains("Mul", error.Message);
        Assert.Contains(w.ToString(), error.Message);
    }

    [Fact]
    public void TwoBackwardPassesWithoutAChangeAddUp()
    {
        using var w = Make(2).WithGrad();
        using var tape = Tape.Record();
        var square = w * w;
        var cube = square * w;
        tape.Backward(square);
        using var gradient = Make(1);
        tape.Backward(cube, gradient);
        Assert.Equal(16, w.Grad!.Item());
    }

    public static TheoryData<string> Changes => ["fill", "copy", "adam", "labels", "running mean", "rings", "turns"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void WhateverChangesWhatAGradientNeedsIsAnError(string change)
    {
        using var x = init.Uniform([2, 4, 6, 6], 1).WithGrad();
        using var scale = init.Uniform([4], 1).WithGrad();
        using var mean = init.Uniform([4], 1);
        using var variance = Tensor.Ones([4], device: device);
        using var weight = init.Uniform([4, 4, 3, 3], 1).WithGrad();
        using var labels = Tensor.From([1, 2], [2], device);
        using var optimizer = new Adam([weight], 0.1);
        using var sre = new SreConv(2, 4, 4, 5, init, new() { Padding = 2 });
        using var turns = new RotationConv(4, 4, 4, init, new() { Padding = 1 });
        using var tape = Tape.Record();
        var y = change switch
        {
            "fill" or "copy" => x * x,
            "adam" => Ops.Conv(x, weight, null, new() { Padding = 1 }),
            "labels" => Ops.CrossEntropy(Ops.GlobalAvgPool(x), labels),
            "rings" => sre.Forward(x),
            "turns" => turns.Forward(x),
            _ => Ops.BatchNorm(x, scale, null, mean, variance, training: false),
        };
        var loss = Ops.Sum(y);
        switch (change)
        {
            case "fill":
                x.Fill(1);
                break;
            case "copy":
                x.CopyFrom<float>(new float[x.Count]);
                break;
            case "adam":
                weight.Grad = init.Uniform([4, 4, 3, 3], 1);
                optimizer.Step();
                break;
            case "labels":
                labels.CopyFrom<int>([0, 0]);
                break;
            case "rings":
                sre.NamedParameters().First().Value.Fill(1);
                break;
            case "turns":
                turns.NamedParameters().First().Value.Fill(1);
                break;
            default:
                mean.Fill(2);
                break;
        }
        Assert.Contains("forward pass", Assert.Throws<InvalidOperationException>(() => tape.Backward(loss)).Message);
    }

    /// <summary>The sum of two tensors has a gradient that needs neither.</summary>
    [Fact]
    public void WhatNoGradientNeedsMayChange()
    {
        using var x = Make(1, 2);
        using var w = Make(3, 4).WithGrad();
        using var tape = Tape.Record();
        var loss = Ops.Sum(x + w);
        w.Fill(9);
        tape.Backward(loss);
        Assert.Equal([1.0, 1], w.Grad!.ToDoubles());
    }

    [Fact]
    public void AnInnerTapeRefusesResultsOfTheOuterOne()
    {
        using var x = Make(2).WithGrad();
        using var outer = Tape.Record();
        var y = x * x;
        using (var inner = Tape.Record())
            Assert.Contains("another tape", Assert.Throws<InvalidOperationException>(() => y * 3).Message);
        using (var inner = Tape.NoGrad())
            Assert.Equal(12, (y * 3).Item());
        outer.Backward(y);
        Assert.Equal(4, x.Grad!.Item());
    }

    public void Dispose() => device.Dispose();

    private Tensor Make(params float[] values) => Tensor.From(values, [values.Length], device);
}
