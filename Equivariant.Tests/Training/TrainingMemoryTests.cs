namespace Equivariant.Tests.Training;

public class TrainingMemoryTests
{
    /// <summary>Against what the CPU's pool counts; it rounds sizes up, and kernels need scratch.</summary>
    [Theory]
    [InlineData("small-cnn", "plain")]
    [InlineData("small-cnn", "sre")]
    [InlineData("small-cnn", "rot4")]
    [InlineData("small-cnn", "p4")]
    [InlineData("resnet18", "plain")]
    [InlineData("unet", "sre")]
    public void TheEstimateIsNearWhatAStepTakes(string name, string conv)
    {
        var config = new TrainConfig
        {
            Data = "none",
            Model = new() { Name = name, Conv = conv, Width = 8, KernelSizes = [3], Classes = 2 },
            InputSize = 32,
            BatchSize = 16,
        };
        using var device = new CpuDevice(1);
        using var trainer = Trainer.Of(config, new Rng(1), device);
        using var images = new Initializer(new Rng(2), device).Normal([16, 1, 32, 32], 1);
        for (var step = 0; step < 2; step++)
            trainer.Step(images, logits => Ops.Mean(logits)).Dispose();
        var estimate = TrainingMemory.OfStep(config);
        Assert.InRange((double)estimate / device.Memory.PeakLiveBytes, 0.5, 1.6);
        Assert.InRange((double)TrainingMemory.OfStep(config with { BatchSize = 32 }) / estimate, 1.2, 2.01);
    }

    [Fact]
    public void ADeviceOfShapesKnowsWhatItWouldHold()
    {
        using var device = new ShapeDevice();
        using (var x = Tensor.Empty([100], DType.Float32, device))
        using (var y = Tensor.Empty([50], DType.Float64, device))
            Assert.Equal(800, device.Memory.LiveBytes);
        Assert.Equal((0L, 800L), (device.Memory.LiveBytes, device.Memory.PeakLiveBytes));
        device.ResetPeak();
        Assert.Equal(0, device.Memory.PeakLiveBytes);
    }
}
