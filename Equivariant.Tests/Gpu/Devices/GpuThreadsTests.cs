namespace Equivariant.Tests.Gpu;

/// <summary>Several threads on one device get what each of them gets alone: kernels compiled at the same time and memory of the
/// pool are not mixed up.</summary>
public class GpuThreadsTests
{
    private const int Threads = 3, Steps = 2;

    [Fact, Trait("Length", "Full")]
    public async Task EachGetsItsBitsOnTheSimulatedGpu()
    {
        using var device = GpuDevices.Simulated();
        await EachGetsItsBits(device);
    }

    [RealGpuFact]
    public async Task EachGetsItsBitsOnARealDevice()
    {
        // A device of its own: nothing is compiled for it yet.
        using var device = Gpus.OpenReal();
        await EachGetsItsBits(device);
    }

    private static async Task EachGetsItsBits(GpuDevice device)
    {
        using var start = new Barrier(Threads);
        Task<double[]>[] crowded = [.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Trained(device, i);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        var values = await Task.WhenAll(crowded);
        for (var i = 0; i < Threads; i++)
            Assert.Equal(Trained(device, i), values[i]);
    }

    /// <summary>Parameters after a few steps of a small network with oriented kernels, rings, sums and updates.</summary>
    private static double[] Trained(GpuDevice device, int seed)
    {
        var rng = new Rng((ulong)seed);
        Tensor Random(params int[] sizes) => rng.NextTensor(new Shape(sizes), device: device);
        var (flips, rings) = (FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical), SreRings.Create([5, 5]));
        Tensor[] parameters = [Random(8, 8, flips.Parameters), Random(8, 8, rings.Parameters), Random(8), Random(8)];
        using var x = Random(1, 8, 5, 6);
        using var optimizer = new Sgd(parameters.Select(parameter => parameter.WithGrad()), 0.01, 0.9);
        for (var step = 0; step < Steps; step++)
        {
            using (var tape = Tape.Record())
            {
                var y = Ops.SymmetricConv(x, parameters[0], parameters[2], new(flips, device), new() { Padding = 1 },
                    OrientationReduction.Max);
                y = Ops.SymmetricConv(y, parameters[1], parameters[3], new(rings, device), new() { Padding = 2 });
                tape.Backward(Ops.Mean(Ops.Square(y)));
            }
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        double[] values = [.. parameters.SelectMany(parameter => parameter.ToDoubles())];
        foreach (var parameter in parameters)
            parameter.Dispose();
        return values;
    }
}
