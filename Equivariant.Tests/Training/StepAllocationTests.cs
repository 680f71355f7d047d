namespace Equivariant.Tests.Training;

/// <summary>What a training step leaves to the garbage collector: bookkeeping, and none of it per element.</summary>
public class StepAllocationTests
{
    private const int Steps = 60;

    [Theory, Trait("Length", "Full")]
    [InlineData("resnet18")]
    [InlineData("sre-resnet18")]
    public void AStepAllocatesAtMost64KiB(string network)
    {
        var small = PerStep(network, width: 4, size: 8);
        Assert.InRange(small, 1, 64 * 1024);
        // The same to within some lists' growth, however large the maps.
        Assert.InRange(PerStep(network, width: 8, size: 16), small - 2048, small + 2048);
    }

    /// <summary>The least of many steps: the first ones run code that the compiler has not optimised yet.</summary>
    private static long PerStep(string name, int width, int size)
    {
        using var device = new CpuDevice(threads: 2);
        var init = new Initializer(new Rng(1), device);
        using var network = new ModelConfig { Name = name, InChannels = 3, Classes = 9, Width = width }.Create(init);
        using var optimizer = new Sgd(network.NamedParameters().Select(parameter => parameter.Value), 1e-3, momentum: 0.9);
        using var images = init.Uniform([16, 3, size, size], 1);
        using var labels = Tensor.From([.. Enumerable.Range(0, 16).Select(i => i % 9)], [16], device);
        return Enumerable.Range(0, Steps).Min(_ => Step());

        long Step()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var tape = Tape.Record())
                tape.Backward(Ops.CrossEntropy(network.Forward(images), labels));
            optimizer.Step();
            optimizer.ZeroGrad();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
