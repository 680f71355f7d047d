namespace Equivariant.Tests.Gpu;

/// <summary>An update of all parameters is one launch, and nothing is copied for it.</summary>
public class OptimizerOnGpuTests
{
    // A device for all kinds, so that kernels are compiled once, and for no other test, as launches are counted.
    private static readonly Lazy<GpuDevice> Simulated = new(() => GpuDevices.Simulated());
    private static readonly Lazy<GpuDevice> Real = new(() => Gpus.OpenReal());

    [Fact]
    public void AStepIsOneLaunch() => Check("Sgd with momentum", Simulated.Value);

    [Theory, Trait("Length", "Full"), InlineData("Sgd"), InlineData("Adam"), InlineData("AdamW")]
    public void AStepOfEveryOtherKindIsOneLaunch(string kind) => Check(kind, Simulated.Value);

    [RealGpuTheory, InlineData("Sgd"), InlineData("Sgd with momentum"), InlineData("Adam"), InlineData("AdamW")]
    public void AStepIsOneLaunchOnARealDevice(string kind) => Check(kind, Real.Value);

    private static void Check(string kind, GpuDevice gpu)
    {
        using var cpu = new CpuDevice(threads: 1);
        using var here = new Network(kind, gpu);
        using var there = new Network(kind, cpu);
        var passes = new List<long>();
        for (var step = 0; step < 4; step++)
        {
            there.Pass(step);
            there.Optimizer.Step();
            there.Optimizer.ZeroGrad();
            var before = gpu.Traffic;
            here.Pass(step);
            passes.Add((gpu.Traffic - before).Launches);
            before = gpu.Traffic;
            here.Optimizer.Step();
            if (step > 0)
                Assert.Equal(1, (gpu.Traffic - before).Launches);
            here.Optimizer.ZeroGrad();
        }
        // Before the first step gradients lay anywhere, after it where the update wants them, at no cost.
        Assert.Equal(passes[0], passes[^1]);
        foreach (var (expected, actual) in there.Values.Zip(here.Values))
            Assert.Equal(expected, actual, 1e-4);
    }

    /// <summary>A parameter of every op that has some, twenty in all, and one without elements or gradient.</summary>
    private sealed class Network : IDisposable
    {
        private readonly Device device;
        private readonly List<Tensor> parameters = [];
        private readonly IndexTables rings, flips;

        public Network(string kind, Device device)
        {
            this.device = device;
            (rings, flips) = (new(SreRings.Create([5, 5]), device), new(RotatedKernels.Create(4), device));
            var rng = new Rng(3);
            foreach (var shape in (Shape[])[
                [8, 3, 3, 3], [8], [8], [8], [8, 8, rings.Map.Parameters], [8], [8], [8], [8, 8, flips.Map.Parameters], [8], [8], [8],
                [8, 4, 2, 2], [4], [4], [4], [5, 64], [5], [0]])
                parameters.Add(rng.NextTensor(shape, device: device, draw: r => 0.5 * r.NextNormal()).WithGrad());
            Optimizer = kind switch
            {
                "Sgd" => new Sgd(parameters, 0.1),
                "Sgd with momentum" => new Sgd(parameters, 0.1, 0.9, nesterov: true, weightDecay: 0.01),
                "Adam" => new Adam(parameters, 0.01, epsilon: 1e-3, amsgrad: true),
                _ => new AdamW(parameters, 0.01, epsilon: 1e-3),
            };
        }

        public Optimizer Optimizer { get; }

        public double[] Values => [.. parameters.SelectMany(parameter => parameter.ToDoubles())];

        public void Pass(int step)
        {
            using var x = new Rng((ulong)step).NextTensor([4, 3, 6, 6], device: device);
            using var labels = Tensor.From([0, 1, 2, 4], [4], device);
            using var tape = Tape.Record();
            var p = parameters;
            var y = Ops.Relu(Ops.BatchNorm(Ops.Conv(x, p[0], p[1], new() { Padding = 1 }), p[2], p[3], null, null, true));
            y = Ops.SymmetricConv(y, p[4], p[5], rings, new() { Padding = 2 });
            y = Ops.Relu(Ops.BatchNorm(y, p[6], p[7], null, null, true));
            y = Ops.SymmetricConv(y, p[8], p[9], flips, new() { Padding = 1, Stride = 2 }, OrientationReduction.Max);
            y = Ops.Relu(Ops.GroupNorm(y, 4, p[10], p[11]));
            y = Ops.ConvTranspose(y, p[12], p[13]);
            y = Ops.GroupNorm(y, 4, p[14], p[15]);
            y = Ops.Linear(Ops.Reshape(y, [4, 64]), p[16], p[17]);
            tape.Backward(Ops.CrossEntropy(y, labels));
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            foreach (var parameter in parameters)
                parameter.Dispose();
            rings.Dispose();
            flips.Dispose();
        }
    }
}
