namespace Equivariant.Tests.Optim;

/// <summary>What holds for every optimizer, whatever its rule.</summary>
public class OptimizerTests
{
    public static TheoryData<string> Kinds => ["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw"];

    [Theory, MemberData(nameof(Kinds))]
    public void ARestoredOptimizerContinuesToTheBit(string kind)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            using var straight = new Run(kind, dtype);
            straight.Steps(0, 12);
            using var first = new Run(kind, dtype);
            first.Steps(0, 5);
            using var second = new Run(kind, dtype);
            foreach (var (from, to) in first.Parameters.Zip(second.Parameters))
                to.CopyFrom(from.ToNdArray());
            second.Optimizer.Restore(first.Optimizer.State.ToDictionary(item => item.Name, item => item.Value));
            second.Steps(5, 12);
            Assert.Equal(straight.Values, second.Values);
            Assert.Equal(straight.Optimizer.State.Select(item => item.Name), second.Optimizer.State.Select(item => item.Name));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void AFreshOptimizerWithoutTheStateGoesAnotherWay(string kind)
    {
        if (kind == "sgd")
            return;
        using var straight = new Run(kind, DType.Float64);
        straight.Steps(0, 12);
        using var broken = new Run(kind, DType.Float64);
        broken.Steps(0, 5);
        broken.Optimizer.Dispose();
        broken.Optimizer = Optimizers.Make(kind, broken.Parameters);
        broken.Steps(5, 12);
        Assert.NotEqual(straight.Values, broken.Values);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void ParametersWithoutGradientStay(string kind)
    {
        using var used = Tensor.Ones([3]).WithGrad();
        using var unused = Tensor.Ones([2]).WithGrad();
        using var optimizer = Optimizers.Make(kind, [used, unused]);
        for (var step = 0; step < 2; step++)
        {
            optimizer.ZeroGrad();
            using var tape = Tape.Record();
            tape.Backward(Ops.Sum(Ops.Square(used)));
            optimizer.Step();
        }
        Assert.All(used.ToDoubles(), value => Assert.True(value < 1));
        Assert.Equal([1, 1], unused.ToDoubles());
        Assert.Equal([2, 0], optimizer.State.First().Value.ToArray<int>());
        Assert.DoesNotContain(optimizer.State, item => item.Name.StartsWith("1."));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void ManyStepsTakeNoMoreMemoryThanTwo(string kind)
    {
        using var device = new CpuDevice(threads: 1);
        using var parameter = Tensor.Ones([50], device: device).WithGrad();
        using var optimizer = Optimizers.Make(kind, [parameter]);
        var live = new List<long>();
        for (var step = 0; step < 20; step++)
        {
            optimizer.ZeroGrad();
            using (var tape = Tape.Record())
                tape.Backward(Ops.Sum(Ops.Square(parameter)));
            optimizer.ClipGradNorm(1);
            optimizer.Step();
            live.Add(device.Memory.LiveBytes);
        }
        Assert.Equal(live[1], live[^1]);
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefusedAndChangesNothing()
    {
        using var momentum = new Run("momentum", DType.Float64);
        using var adam = new Run("adam", DType.Float64);
        using var single = new Run("momentum", DType.Float32);
        momentum.Steps(0, 3);
        adam.Steps(0, 3);
        single.Steps(0, 3);
        var before = momentum.Optimizer.State.Last().Value.ToDoubles();
        RestoreRefused(adam.State, "0.memory", "[2,12]", "[1,12]");
        RestoreRefused(single.State, "Float32", "Float64");
        var state = momentum.State;
        state.Remove("1.memory");
        RestoreRefused(state, "lacks '1.memory'");
        state = momentum.State;
        state["7.memory"] = state["0.memory"];
        RestoreRefused(state, "7.memory", "Sgd with 2 parameters");
        Assert.Equal(before, momentum.Optimizer.State.Last().Value.ToDoubles());

        void RestoreRefused(Dictionary<string, Tensor> saved, params string[] parts) =>
            Refused<ArgumentException>(() => momentum.Optimizer.Restore(saved), parts);
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        using var p = Tensor.Ones([1]).WithGrad();
        Assert.Throws<ArgumentException>(() => new Sgd([], 0.1));
        Assert.Throws<ArgumentException>(() => new Sgd([p, p], 0.1));
        Assert.Throws<ArgumentException>(() => new Sgd([p], 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => new Sgd([p], 0.1, 0.9, dampening: 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([p], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([p], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([p], 0.1, momentum: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([p], beta2: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([p], weightDecay: -1));
        using var optimizer = new Sgd([p], 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipGradNorm(0));
    }

    [Fact]
    public void ClippingMeasuresAllGradientsTogetherAndLeavesSmallOnes()
    {
        using var a = Tensor.Zeros([3000]).WithGrad();
        using var b = Tensor.Zeros([1]).WithGrad();
        using var c = Tensor.Zeros([5]).WithGrad();
        a.Grad = Tensor.Full([3000], 3 / Math.Sqrt(3000));
        b.Grad = Tensor.Full([1], 4);
        using var optimizer = new Sgd([a, b, c], 0.1);
        Assert.Equal(5, optimizer.ClipGradNorm(double.PositiveInfinity), 1e-5);
        Assert.Equal(5, optimizer.ClipGradNorm(6), 1e-5);
        Assert.Equal(4, b.Grad.Item());
        Assert.Equal(5, optimizer.ClipGradNorm(1), 1e-5);
        Assert.Equal(0.8, b.Grad.Item(), 1e-5);
        Assert.Equal(1, optimizer.ClipGradNorm(2), 1e-5);
        b.Grad.Fill(double.NaN);
        Assert.True(double.IsNaN(optimizer.ClipGradNorm(1)));
    }

    /// <summary>Two parameters, a loss that changes from step to step, and an optimizer.</summary>
    private sealed class Run : IDisposable
    {
        public Run(string kind, DType dtype)
        {
            var rng = new Rng(3);
            Parameters = [.. new Shape[] { [3, 4], [5] }.Select(shape => rng.NextTensor(shape, dtype).WithGrad())];
            Optimizer = Optimizers.Make(kind, Parameters);
        }

        public Tensor[] Parameters { get; }

        public Optimizer Optimizer { get; set; }

        public double[] Values => [.. Parameters.SelectMany(parameter => parameter.ToDoubles())];

        public Dictionary<string, Tensor> State => Optimizer.State.ToDictionary(item => item.Name, item => item.Value);

        public void Steps(int from, int to)
        {
            for (var step = from; step < to; step++)
            {
                Optimizer.ZeroGrad();
                using (var tape = Tape.Record())
                {
                    var rng = new Rng((ulong)step);
                    var losses = Parameters.Select(p => Ops.Sum(Ops.Square(p - rng.NextTensor(p.Shape, p.DType)))).ToArray();
                    tape.Backward(losses[0] + losses[1]);
                }
                Optimizer.Step();
            }
        }

        public void Dispose() => Optimizer.Dispose();
    }
}
