namespace Equivariant.Tests.Gpu;

/// <summary>Devices are opened by name, say what is wrong in one sentence, and count what they do.</summary>
public class GpuDeviceTests
{
    [Theory]
    [InlineData("tpu")]
    [InlineData("cuda:x")]
    [InlineData("opencl:-1")]
    [InlineData("ilgpu-cpu:0")]
    public void AnUnknownNameSaysWhichThereAre(string id) =>
        Refused<DeviceException>(() => GpuDevices.Open(id), "cuda[:i]");

    [Fact]
    public void ANumberThatIsNotThereSaysWhichAre()
    {
        Refused<DeviceException>(() => GpuDevices.Open("cuda:99"), "cuda:99", "ilgpu-cpu");
    }

    [Fact]
    public void WhatCannotBeUsedSaysWhyAndWhatToDo() =>
        Assert.All(GpuDevices.List().Where(info => info.Reason is not null), info => Assert.EndsWith(".", info.Reason));

    [Fact]
    public void AutoNeverTakesASimulatedGpu()
    {
        using var best = GpuDevices.TryOpenBest();
        Assert.NotEqual("ilgpu-cpu", best?.Id);
        Assert.Equal(GpuDevices.List().Any(info => info is { IsGpu: true, Reason: null }), best is not null);
    }

    [Fact]
    public void AnOpenedDeviceHasComputedCorrectlyOnce()
    {
        using var device = GpuDevices.Open("ilgpu-cpu");
        Assert.True(device.Traffic.Launches > 0);
        Assert.Equal(0, device.Memory.LiveBytes);
    }

    [Fact]
    public void WrongNumbersAreAnErrorThatNamesDeviceAndDriver()
    {
        using var device = GpuDevices.Simulated();
        SmokeTest.Run(device, "driver 1.2");
        Refused<DeviceException>(() => SmokeTest.Run(device, "driver 1.2", Wrong),
            "ilgpu-cpu", device.Name, "driver 1.2", "computes wrongly");
        Assert.Equal(0, device.Memory.LiveBytes);
    }

    [Fact]
    public void AutoPassesOverAGpuThatComputesWronglyAndSaysSo()
    {
        GpuInfo[] listed =
        [
            new("cuda:0", "cuda", "too old", 1, true, "its architecture is too old."),
            new("opencl:0", "opencl", "a CPU", 1, false, null),
            new("cuda:1", "cuda", "broken", 1, true, null),
            new("opencl:1", "opencl", "sound", 1, true, null),
            new("opencl:2", "opencl", "not needed", 1, true, null),
        ];
        List<string> opened = [], said = [];
        using (var device = GpuDevices.TryOpenFirst(listed, Open, said.Add))
            Assert.NotNull(device);
        Assert.Equal(["cuda:1", "opencl:1"], opened);
        Assert.Contains("computes wrongly", Assert.Single(said));
        opened.Clear();
        Assert.Null(GpuDevices.TryOpenFirst(listed[..3], Open, passedOver: null));
        Assert.Equal(["cuda:1"], opened);

        GpuDevice Open(GpuInfo info)
        {
            opened.Add(info.Id);
            return info.Id == "cuda:1" ? throw new DeviceException("cuda:1 computes wrongly") : GpuDevices.Simulated();
        }
    }

    private static double Wrong(double x) => SmokeTest.Expected(x) + (x == 1 ? 0.01 : 0);

    [Fact]
    public void ATensorOfAnotherDeviceIsRefused()
    {
        using var here = Tensor.Ones([2, 3], DType.Float32, Gpus.Simulated);
        using var there = Tensor.Ones([2, 3]);
        Refused<ShapeException>(() => Ops.Add(here, there), "ilgpu-cpu", "cpu");
        Refused<ShapeException>(() => Gpus.Simulated.View<float>(there), "[2,3]");
    }

    [Fact]
    public void ADisposedDeviceSaysSo()
    {
        var device = GpuDevices.Simulated();
        var x = Tensor.Ones([4], DType.Float32, device);
        device.Dispose();
        device.Dispose();
        Refused<DeviceException>(() => Ops.Relu(x), "disposed");
        Refused<DeviceException>(() => x.ToArray<float>(), "disposed");
        Refused<DeviceException>(() => Tensor.Empty([1], DType.Float32, device), "disposed");
        x.Dispose();
    }

    [Fact]
    public void LaunchesCopiesAndWaitsAreCounted()
    {
        using var device = GpuDevices.Simulated();
        using var x = Tensor.From(new float[100], [100], device);
        var before = device.Traffic;
        using var y = Ops.Relu(x);
        Assert.Equal(new TrafficCounters(1, 0, 0, 0, 0, 0), device.Traffic - before);
        y.ToArray<float>();
        Assert.Equal(new TrafficCounters(1, 0, 0, 1, 400, 1), device.Traffic - before);
        device.Synchronize();
        using var z = Tensor.From(new int[3], [3], device);
        Assert.Equal(new TrafficCounters(1, 1, 12, 1, 400, 2), device.Traffic - before);
    }

    [Fact]
    public void WaitingForAStagingSlotCountsUnlessTheStreamWasWaitedForSince()
    {
        using var device = GpuDevices.Simulated();
        Copy(4);
        Assert.Equal(0, device.Traffic.Synchronisations);
        Copy(2);
        Assert.Equal(2, device.Traffic.Synchronisations);
        device.Synchronize();
        Copy(4);
        Assert.Equal(3, device.Traffic.Synchronisations);
        Copy(1);
        Assert.Equal(4, device.Traffic.Synchronisations);

        void Copy(int times)
        {
            for (var i = 0; i < times; i++)
                Tensor.From(new float[10], [10], device).Dispose();
        }
    }

    [RealGpuFact]
    public void ADeviceServesThreadsThatNeverSawIt()
    {
        var device = Gpus.Real;
        float[] values = [1, 2, 3];
        var thread = new Thread(() =>
        {
            using var x = Tensor.From(values, [3], device);
            values = x.ToArray<float>();
        });
        thread.Start();
        thread.Join();
        Assert.Equal([1, 2, 3], values);
    }

    [Fact]
    public void LargeCopiesArriveWhole()
    {
        using var device = GpuDevices.Simulated();
        var values = Array.ConvertAll(Enumerable.Range(0, 9_000_001).ToArray(), i => (float)i);
        using var x = Tensor.From(values, [values.Length], device);
        Assert.Equal(values, x.ToArray<float>());
    }

    [Fact]
    public void EmptyTensorsAreNoWork()
    {
        using var device = GpuDevices.Simulated();
        using var x = Tensor.Empty([0, 3], DType.Float32, device);
        using var y = Ops.Relu(x);
        Assert.Empty(y.ToArray<float>());
        Assert.Equal(0, device.Traffic.Launches);
    }
}
