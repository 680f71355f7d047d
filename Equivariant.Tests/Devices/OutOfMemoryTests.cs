namespace Equivariant.Tests.Devices;

/// <summary>Memory may end at every single request: the error says where, nothing leaks, the device goes on.</summary>
public class OutOfMemoryTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("sre")]
    public void AnyRequestOfATrainingStepMayFail(string conv) => EveryRequestMayFail(new CpuDevice(threads: 2), (device, begin) =>
    {
        var init = new Initializer(new Rng(5), device);
        using var network = ConvNet.Small(2, 3, init, ConvKind.ByName[conv], width: 4, kernelSize: 3, stages: 1);
        using var optimizer = new Sgd(network.NamedParameters().Select(parameter => parameter.Value), 0.1, momentum: 0.9);
        using var images = init.Uniform([4, 2, 12, 12], 1);
        using var labels = Tensor.From([0, 1, 2, 1], [4], device);
        var made = device.Memory.LiveBytes;
        begin();
        try
        {
            using var tape = Tape.Record();
            tape.Backward(Ops.CrossEntropy(network.Forward(images), labels));
        }
        catch (OutOfDeviceMemoryException e)
        {
            Assert.NotNull(e.Op);
            optimizer.ZeroGrad();
            Assert.Equal(made, device.Memory.LiveBytes);
            throw;
        }
        optimizer.Step();
        return [.. network.NamedParameters().Select(parameter => parameter.Value.ToDoubles())];
    });

    [Theory]
    [InlineData("rings", SymmetricConvPath.Factorised)]
    [InlineData("rings", SymmetricConvPath.Dense)]
    [InlineData("turns", SymmetricConvPath.Factorised)]
    [InlineData("turns", SymmetricConvPath.Dense)]
    [InlineData("turns", SymmetricConvPath.Plain)]
    public void AnyRequestOfASymmetricConvolutionMayFail(string copies, SymmetricConvPath path) =>
        EveryRequestMayFail(new CpuDevice(threads: 2, symmetricConv: path), (device, begin) =>
        {
            var map = copies == "rings" ? SreRings.Create([5, 5]) : RotatedKernels.Create(4);
            using var tables = new IndexTables(map, device);
            var init = new Initializer(new Rng(5), device);
            using var x = init.Uniform([3, 5, 11, 11], 1).WithGrad();
            using var theta = init.Uniform([7, 5, map.Parameters], 1).WithGrad();
            using var bias = init.Uniform([7], 1).WithGrad();
            begin();
            using var tape = Tape.Record();
            var y = Ops.SymmetricConv(
                x, theta, bias, tables, new() { Padding = 1, Stride = 2 }, OrientationReduction.Max);
            tape.Backward(Ops.Sum(y));
            return [y.ToDoubles(), x.Grad!.ToDoubles(), theta.Grad!.ToDoubles(), bias.Grad!.ToDoubles()];
        });

    [Fact, Trait("Length", "Full")]
    public void AnyRequestOfAStagedConvolutionMayFail() =>
        AnyRequestOfASymmetricConvolutionMayFail("turns", SymmetricConvPath.Staged);

    [Fact]
    public void ScratchThatIsRefusedOnAWorkerNamesTheOp()
    {
        using var device = new CpuDevice(threads: 3);
        using var x = Tensor.Ones([8, 16, 20, 20], device: device);
        using var weight = Tensor.Ones([16, 16, 3, 3], device: device);
        var before = device.Memory.LiveBytes;
        var main = Environment.CurrentManagedThreadId;
        // The main thread waits with its scratch in hand, so that a worker gets a piece of the work sooner or later.
        device.Pool.Grants = _ =>
        {
            if (Environment.CurrentManagedThreadId != main)
                return false;
            Thread.Sleep(1);
            return true;
        };
        var failure = Enumerable.Range(0, 1000).Select(_ => Record.Exception(() => Convolve(x, weight)))
            .First(error => error is not null);
        var exception = Assert.IsType<OutOfDeviceMemoryException>(failure);
        Assert.StartsWith("Conv", exception.Op);
        Assert.Null(exception.Shape);
        Assert.Contains("scratch", exception.Message);
        device.Pool.Grants = null;
        Convolve(x, weight);
        Assert.Equal(before, device.Memory.LiveBytes);

        static void Convolve(Tensor x, Tensor weight)
        {
            using var tape = Tape.NoGrad();
            Ops.Conv(x, weight);
        }
    }

    [Fact]
    public void TheMessageSaysWhoWantedHowMuchOfWhatAndWhatToDo()
    {
        using var device = new CpuDevice(threads: 1, memoryLimit: 4096);
        using var x = Tensor.Ones([2, 1, 8, 8], device: device);
        using var weight = Tensor.Ones([16, 1, 1, 1], device: device);
        using (Tape.NoGrad())
        {
            var exception = Assert.Throws<OutOfDeviceMemoryException>(() => Ops.Conv(x, weight));
            Assert.Equal(("Conv", new Shape(2, 16, 8, 8), 8192L, "cpu"),
                (exception.Op, exception.Shape!.Value, exception.Bytes, exception.DeviceId));
            Assert.Equal((576L, 4096L), (exception.Memory.LiveBytes, exception.Memory.LimitBytes!.Value));
            Assert.Equal("Conv: the tensor [2,16,8,8] needs 8,192 bytes, which cpu has not left; 576 of at most 4,096 are in use. "
                + "Use a smaller batch or input, or free tensors that are no longer needed, or raise the device's memory limit.",
                exception.Message);
            Assert.Equal(2, Ops.Add(x, x).ToDoubles()[^1]);
        }
        Assert.Equal(576, device.Memory.LiveBytes);
    }

    [Fact]
    public void PooledMemoryMakesRoomBeforeARequestIsRefused()
    {
        using var device = new CpuDevice(threads: 1, memoryLimit: 4096);
        Tensor.Ones([768], device: device).Dispose();
        Assert.Equal(3072, device.Memory.PooledBytes);
        using var other = Tensor.Ones([1024], device: device);
        Assert.Equal((4096L, 0L), (device.Memory.LiveBytes, device.Memory.PooledBytes));
        Assert.Null(Assert.Throws<OutOfDeviceMemoryException>(() => Tensor.Ones([1], device: device)).Op);
    }

    [Fact]
    public void AnOptimizerThatFindsNoMemoryChangesNothing()
    {
        using var device = new CpuDevice(threads: 1);
        using var first = Tensor.Ones([4], device: device).WithGrad();
        using var second = Tensor.Ones([4], device: device).WithGrad();
        using var optimizer = new Sgd([first, second], 1, momentum: 0.9);
        using (var tape = Tape.Record())
            tape.Backward(Ops.Sum(Ops.Add(first, second)));
        var requests = 0;
        device.Pool.Grants = _ => requests++ == 0;
        Assert.Throws<OutOfDeviceMemoryException>(optimizer.Step);
        device.Pool.Grants = null;
        Assert.All([.. first.ToDoubles(), .. second.ToDoubles()], value => Assert.Equal(1, value));
        optimizer.Step();
        Assert.All([.. first.ToDoubles(), .. second.ToDoubles()], value => Assert.Equal(0, value));
    }

    [Fact]
    public void ANegativeLimitIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(memoryLimit: -1));

    /// <summary>
    /// Refuses one request after the other of those behind <c>begin</c>; what follows on the same device gives the numbers of a
    /// fresh one.
    /// </summary>
    private static void EveryRequestMayFail(CpuDevice device, Func<CpuDevice, Action, double[][]> run)
    {
        using var owned = device;
        var (requests, refused) = (0, 0);
        void Begin()
        {
            requests = 0;
            device.Pool.Grants = _ => ++requests != refused;
        }
        double[][] Run()
        {
            try
            {
                return run(device, Begin);
            }
            finally
            {
                device.Pool.Grants = null;
            }
        }
        var expected = Run();
        var all = requests;
        Assert.True(all > 3);
        for (refused = 1; refused <= all; refused++)
        {
            var exception = Assert.Throws<OutOfDeviceMemoryException>(() => Run());
            Assert.Contains($"{exception.Bytes:N0} bytes", exception.Message);
            if (exception.Op is { } op)
                Assert.StartsWith($"{op}: ", exception.Message);
            Assert.Equal(0, device.Memory.LiveBytes);
        }
        refused = 0;
        Assert.Equal(expected, Run());
        Assert.Equal(0, device.Memory.LiveBytes);
    }
}
