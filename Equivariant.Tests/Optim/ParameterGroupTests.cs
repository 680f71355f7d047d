namespace Equivariant.Tests.Optim;

/// <summary>Parameters that are changed together go where each goes alone.</summary>
public class ParameterGroupTests
{
    /// <summary>Which parameters have a gradient in which step: all; some, by turns; never one, which is alone then.</summary>
    public static TheoryData<string, int[][]> Due
    {
        get
        {
            var due = new TheoryData<string, int[][]>();
            foreach (var kind in (string[])["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw"])
            {
                due.Add(kind, [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]]);
                due.Add(kind, [[0, 1, 2, 3], [0, 2], [1, 3], [0, 1, 2, 3], [2], [0, 1, 2, 3]]);
                due.Add(kind, [[1], [0, 1], [0, 1, 2], [0, 1, 2, 3], [], [0, 1, 2, 3]]);
            }
            return due;
        }
    }

    [Theory, MemberData(nameof(Due))]
    public void ParametersChangeTogetherAsTheyDoAlone(string kind, int[][] due)
    {
        Shape[] shapes = [[3, 4], [5], [1], [70, 2]];
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor[] Draw() => [.. shapes.Select((shape, i) => new Rng((ulong)i).NextTensor(shape, dtype).WithGrad())];
            var (together, alone) = (Draw(), Draw());
            var all = Optimizers.Make(kind, together);
            Optimizer[] each = [.. alone.Select(parameter => Optimizers.Make(kind, [parameter]))];
            foreach (var (step, indices) in due.Index())
            {
                // The second pass adds to the gradients of the first.
                for (var pass = 0; pass < 2; pass++)
                {
                    Pass([.. indices.Select(i => together[i])], step + pass);
                    Pass([.. indices.Select(i => alone[i])], step + pass);
                }
                foreach (var optimizer in each.Append(all))
                    optimizer.Step();
                for (var i = 0; i < shapes.Length; i++)
                {
                    Assert.Equal(alone[i].Grad?.ToDoubles(), together[i].Grad?.ToDoubles());
                    Assert.Equal(alone[i].ToDoubles(), together[i].ToDoubles());
                }
                foreach (var optimizer in each.Append(all))
                    optimizer.ZeroGrad();
            }
            var state = all.State.ToDictionary(item => item.Name, item => item.Value.ToDoubles());
            for (var i = 0; i < shapes.Length; i++)
            {
                var own = each[i].State.ToDictionary(item => item.Name, item => item.Value.ToDoubles());
                Assert.Equal(own["steps"][0], state["steps"][i]);
                Assert.Equal(own.GetValueOrDefault("0.memory"), state.GetValueOrDefault($"{i}.memory"));
            }
            foreach (var optimizer in each.Append(all))
                optimizer.Dispose();
        }

        static void Pass(Tensor[] parameters, int step)
        {
            using var tape = Tape.Record();
            foreach (var parameter in parameters)
                tape.Backward(Ops.Sum(Ops.Square(parameter - new Rng((ulong)step).NextTensor(parameter.Shape, parameter.DType))));
        }
    }

    [Fact]
    public void TwoOptimizersOfTheSameParametersDoNotLoseThem()
    {
        using var device = new CpuDevice(threads: 1);
        var before = device.Memory.LiveBytes;
        Tensor[] parameters = [Tensor.Ones([3], device: device).WithGrad(), Tensor.Ones([2], device: device).WithGrad()];
        var one = new Sgd(parameters, 0.25, momentum: 0.5);
        var other = new Sgd(parameters, 0.25);
        double p = 1, v = 0;
        for (var step = 0; step < 6; step++)
        {
            using (var tape = Tape.Record())
                tape.Backward(Ops.Sum(Ops.Square(parameters[0])) + Ops.Sum(Ops.Square(parameters[1])));
            if (step % 2 == 0)
                one.Step();
            else
                other.Step();
            v = step % 2 == 0 ? (0.5 * v) + (2 * p) : v;
            p -= 0.25 * (step % 2 == 0 ? v : 2 * p);
            Assert.All(parameters, parameter => Assert.All(parameter.ToDoubles(), value => Assert.Equal(p, value, 1e-6)));
            one.ZeroGrad();
        }
        one.Dispose();
        other.Dispose();
        foreach (var parameter in parameters)
            parameter.Dispose();
        Assert.Equal(before, device.Memory.LiveBytes);
    }

    [Fact]
    public void AnOptimizerThatLooksAtWholeParametersGetsThemOneByOne()
    {
        using var a = Tensor.Full([3], 2).WithGrad();
        using var b = Tensor.Full([2, 2], 3).WithGrad();
        using var optimizer = new Lars([a, b]);
        using (var tape = Tape.Record())
            tape.Backward(Ops.Sum(Ops.Square(a)) + Ops.Sum(Ops.Square(b)));
        optimizer.Step();
        Assert.Equal([new Shape(3), new Shape(2, 2)], optimizer.Seen);
        Assert.Equal(2 - (0.1 * Math.Sqrt(12) / Math.Sqrt(48) * 4), a.ToDoubles()[0], 1e-6);
    }

    /// <summary>Memory ends at every place where a step asks for some.</summary>
    [Fact]
    public void AStepWithoutMemoryChangesNothing()
    {
        for (var refused = 0; ; refused++)
        {
            using var device = new CpuDevice(threads: 1);
            Tensor[] parameters = [Tensor.Ones([3], device: device).WithGrad(), Tensor.Ones([2], device: device).WithGrad()];
            using var optimizer = new Adam(parameters, 0.1);
            using (var tape = Tape.Record())
                tape.Backward(Ops.Sum(Ops.Square(parameters[0])) + Ops.Sum(Ops.Square(parameters[1])));
            var asked = 0;
            device.Pool.Grants = _ => asked++ != refused;
            try
            {
                optimizer.Step();
                Assert.True(refused >= 2);
                return;
            }
            catch (OutOfDeviceMemoryException)
            {
                device.Pool.Grants = null;
                Assert.All(parameters, parameter => Assert.All(parameter.ToDoubles(), value => Assert.Equal(1, value)));
                Assert.All(optimizer.State.First().Value.ToArray<int>(), steps => Assert.Equal(0, steps));
            }
            optimizer.Step();
            Assert.All(parameters, parameter => Assert.All(parameter.ToDoubles(), value => Assert.Equal(0.9, value, 1e-6)));
        }
    }

    /// <summary>Steps of a length relative to the parameter's (You et al. 2017), the simplest of its kind.</summary>
    private sealed class Lars(IEnumerable<Tensor> parameters) : Optimizer(parameters, 0.1)
    {
        public List<Shape> Seen { get; } = [];

        protected override int MemoryPerElement => 0;

        protected override bool IsElementwise => false;

        protected override void Update(Tensor parameter, Tensor gradient, Tensor? memory, int step)
        {
            Seen.Add(parameter.Shape);
            double Norm(Tensor tensor) => Math.Sqrt(GradientScale.SumOfSquares([tensor]));
            SgdUpdate.Apply(parameter, gradient, null, LearningRate * Norm(parameter) / Norm(gradient));
        }
    }
}
