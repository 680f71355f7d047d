namespace Equivariant.Tests.Gpu;

/// <summary>Batches come over beside the kernels, and never into memory that a kernel still reads.</summary>
public class UploadTests
{
    private const int Batches = 12;

    [Fact]
    public void BatchesArriveWholeOnTheSimulatedGpu()
    {
        using var device = GpuDevices.Simulated();
        BatchesArriveWhole(device, size: 5_000, work: 2);
    }

    [RealGpuFact]
    public void BatchesArriveWholeOnARealDevice()
    {
        using var device = Gpus.OpenReal();
        BatchesArriveWhole(device, size: 50_000, work: 60);
    }

    [Fact]
    public void BlocksOfBatchesRestInThePool()
    {
        using var device = GpuDevices.Simulated();
        for (var batch = 0; batch < 5; batch++)
        {
            using var x = Tensor.Upload<float>(new float[1000], [1000], device);
            Assert.InRange(device.Memory.LiveBytes, 4000, 4999);
        }
        Assert.Equal(0, device.Memory.LiveBytes);
        Assert.InRange(device.Memory.PooledBytes, 8000, 9999);
        Assert.Equal(2, device.Memory.Allocations);
        Assert.Equal((5, 20_000L), (device.Traffic.CopiesIn, device.Traffic.BytesIn));
        device.TrimPool();
        Assert.Equal(0, device.Memory.PooledBytes);
        using var after = Tensor.Upload<float>([1, 2], [2], device);
        Assert.Equal([1, 2], after.ToDoubles());
    }

    [Fact]
    public void AForgottenBatchGivesItsMemoryBack()
    {
        using var device = GpuDevices.Simulated();
        for (var batch = 0; batch < 10; batch++)
            Forget(device);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, device.Memory.LiveBytes);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(Device device) => Tensor.Upload<int>([1, 2, 3], [3], device);
    }

    [Fact]
    public void ABatchWithoutMemoryIsAnErrorThatNamesIt()
    {
        using var device = GpuDevices.Simulated();
        device.Pool.Grants = _ => false;
        Refused<OutOfDeviceMemoryException>(() => Tensor.Upload<float>(new float[15], [3, 5], device), "[3,5]");
        device.Pool.Grants = null;
        using var x = Tensor.Upload<float>(new float[15], [3, 5], device);
        Assert.Equal(15, x.ToDoubles().Length);
        Assert.Throws<ShapeException>(() => Tensor.Upload<float>(new float[14], [3, 5], device));
    }

    /// <summary>Work on a batch is queued, then the next one sent, before anything of it is waited for.</summary>
    private static void BatchesArriveWhole(GpuDevice device, int size, int work)
    {
        var results = new Tensor[Batches];
        var values = new float[size];
        for (var batch = 0; batch < Batches; batch++)
        {
            Array.Fill(values, batch + 1);
            using var x = Tensor.Upload<float>(values, [size], device);
            using var tape = Tape.NoGrad();
            var sum = Ops.Affine(x, 0, 0);
            for (var k = 0; k < work; k++)
                sum = Ops.Add(sum, x);
            results[batch] = tape.Keep(sum);
        }
        for (var batch = 0; batch < Batches; batch++)
        {
            using var result = results[batch];
            Assert.All(result.ToDoubles(), value => Assert.Equal((batch + 1) * work, value));
        }
    }
}
