using Equivariant.Cpu;

namespace Equivariant.Tests.Devices;

/// <summary>A device that is disposed, or asked from within its own loops, answers; it neither hangs nor leaves out work.</summary>
public class DisposedDeviceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task UseAfterDisposeIsAnError(int threads)
    {
        var device = new CpuDevice(threads);
        using var x = Tensor.Ones([1 << 20], device: device);
        using var y = Tensor.Ones([1 << 20], device: device);
        device.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Task.Run(() => Ops.Exp(x)).WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Task.Run(() => y.Fill(2)).WaitAsync(Patience));
        Assert.Throws<ObjectDisposedException>(() => Tensor.Ones([4], device: device));
        Assert.Equal(1, x.ToArray<float>()[^1]);
        device.Dispose();
    }

    [Fact]
    public async Task DisposingDuringLaunchesEndsThem()
    {
        for (var repeat = 0; repeat < 3; repeat++)
        {
            var device = new CpuDevice(threads: 3);
            using var x = Tensor.Ones([1 << 18], device: device);
            var started = new TaskCompletionSource();
            var loop = Task.Run(() =>
            {
                for (; ; started.TrySetResult())
                    Ops.Exp(x).Dispose();
            });
            await started.Task.WaitAsync(Patience);
            device.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => loop.WaitAsync(Patience));
        }
    }

    [Fact]
    public void TheSharedDeviceStays()
    {
        Device.Cpu.Dispose();
        using var x = Tensor.Ones([1 << 18]);
        using var y = Ops.Exp(x);
        Assert.Equal(Math.E, y.ToArray<float>()[^1], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void NestedLoopsDoAllTheWork(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var counts = new int[64 * 100];
            var outer = new Outer(team, counts);
            team.For(64, 1, ref outer);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    private readonly struct Outer(WorkerTeam team, int[] counts) : IRange
    {
        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                var inner = new Inner(counts, row * 100);
                team.For(100, 1, ref inner);
            }
        }
    }

    private readonly struct Inner(int[] counts, int offset) : IRange
    {
        public void Run(int start, int end)
        {
            for (var i = start; i < end; i++)
                Interlocked.Increment(ref counts[offset + i]);
        }
    }
}
