namespace Equivariant.Tests.Devices;

/// <summary>Tensors that nobody disposes, as in a plain evaluation loop, are found before memory ends.</summary>
public class ForgottenMemoryTests
{
    public static TheoryData<string> Devices => ["cpu", "ilgpu-cpu"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void ForgottenTensorsAreCollectedBeforeThePoolGivesUp(string id)
    {
        using var device = Open(id, 40 << 20);
        for (var i = 0; i < 50; i++)
            Tensor.Empty([1 << 20], DType.Float32, device);
        Assert.InRange(device.Memory.LiveBytes, 4 << 20, 40 << 20);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void WhatSomebodyHoldsStillEndsInAnError(string id)
    {
        using var device = Open(id, 40 << 20);
        var held = new List<Tensor>();
        while (held.Count < 10)
            held.Add(Tensor.Empty([1 << 20], DType.Float32, device));
        Assert.Throws<OutOfDeviceMemoryException>(() => Tensor.Empty([1 << 20], DType.Float32, device));
        held.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    public void AnEvaluationLoopWithoutATapeHoldsNoMoreAfterAThousandPasses()
    {
        using var device = new CpuDevice(threads: 1);
        var init = new Initializer(new Rng(1), device);
        using var network = ConvNet.Small(1, 3, init, ConvKind.Plain, width: 8, kernelSize: 3, stages: 2);
        network.Eval();
        using var images = init.Uniform([16, 1, 8, 8], 1);
        for (var pass = 0; pass < 1000; pass++)
            network.Forward(images);
        Assert.InRange(device.Memory.PeakLiveBytes, 0, 80 << 20);
    }

    [Fact]
    public void TheSameLoopOnAGpu()
    {
        using var device = GpuDevices.Simulated(memoryLimit: 1 << 20);
        using var x = Tensor.Ones([1 << 13], device: device);
        for (var pass = 0; pass < 40; pass++)
            Ops.Relu(x);
        Assert.InRange(device.Memory.PeakLiveBytes, 1 << 18, 1 << 20);
    }

    private static ComputeDevice Open(string id, long limit) =>
        id == "cpu" ? new CpuDevice(threads: 1, memoryLimit: limit) : GpuDevices.Simulated(memoryLimit: limit);
}
