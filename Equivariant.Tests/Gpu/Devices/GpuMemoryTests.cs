using System.Runtime.CompilerServices;

namespace Equivariant.Tests.Gpu;

/// <summary>Memory comes back, whatever happens in between.</summary>
public class GpuMemoryTests
{
    [Fact]
    public void EveryForcedFailureIsTypedAndLeavesADeviceThatWorksAndHoldsNothing()
    {
        using var device = GpuDevices.Simulated();
        var expected = Step(device);
        Assert.Equal(0, device.Memory.LiveBytes);
        var blocks = 0;
        device.Pool.Grants = _ => ++blocks > 0;
        device.TrimPool();
        Step(device);
        Assert.True(blocks > 5);
        for (var failing = 1; failing <= blocks; failing++)
        {
            device.TrimPool();
            var asked = 0;
            // The second try after the pool was emptied fails too.
            device.Pool.Grants = _ => ++asked < failing;
            var error = Refused<OutOfDeviceMemoryException>(() => Step(device), "ilgpu-cpu");
            Assert.True(error.Bytes > 0);
            Assert.Equal(0, device.Memory.LiveBytes);
            device.Pool.Grants = null;
            Assert.Equal(expected, Step(device));
            Assert.Equal(0, device.Memory.LiveBytes);
        }
    }

    [Fact]
    public void AnExhaustedDeviceEmptiesItsPoolAndTriesAgain()
    {
        using var device = GpuDevices.Simulated(memoryLimit: 1 << 20);
        Tensor.Empty([150_000], DType.Float32, device).Dispose();
        Assert.True(device.Memory.PooledBytes > 500_000);
        using (Tensor.Empty([200_000], DType.Float32, device))
            Assert.Equal(0, device.Memory.PooledBytes);
        Refused<OutOfDeviceMemoryException>(() => Tensor.Empty([300_000], DType.Float32, device), "1,048,576");
    }

    [Fact]
    public void ASecondStepAsksTheSystemForNothing()
    {
        using var device = GpuDevices.Simulated();
        Step(device);
        var before = device.Memory;
        Step(device);
        Assert.Equal(before.Allocations, device.Memory.Allocations);
    }

    /// <summary>The garbage collector finds tensor and block at once: the block must not come back freed.</summary>
    [Fact]
    public void ForgottenTensorsGiveUsableMemoryBack()
    {
        using var device = GpuDevices.Simulated();
        for (var round = 0; round < 3; round++)
        {
            Forget(device);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(0, device.Memory.LiveBytes);
            using var x = Tensor.Full([1000], round, DType.Float32, device);
            using var y = Ops.Affine(x, 2, 1);
            Assert.All(y.ToArray<float>(), value => Assert.Equal((2 * round) + 1, value));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(GpuDevice device)
    {
        for (var i = 0; i < 10; i++)
            Tensor.Ones([1000], DType.Float32, device);
    }

    private static double[] Step(Device device)
    {
        using var x = Tensor.FromDoubles([.. Enumerable.Range(0, 48).Select(i => Math.Sin(i))], [2, 3, 8], DType.Float32, device);
        using var w = Tensor.FromDoubles([.. Enumerable.Range(0, 36).Select(i => Math.Cos(i))], [4, 3, 3], DType.Float32, device)
            .WithGrad();
        using var tape = Tape.Record();
        var y = Ops.Conv(x, w);
        tape.Backward(Ops.Mean(Ops.Square(Ops.Relu(y))));
        return [.. w.Grad!.ToDoubles()];
    }
}
