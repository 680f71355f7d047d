namespace Equivariant.Training;

/// <summary>The device memory that work such as a step of training needs.</summary>
internal static class TrainingMemory
{
    /// <summary>The most bytes that tensors hold during some work, less those that were held at an earlier time.</summary>
    public static long Peak(Device device, long before, Action work)
    {
        device.ResetPeak();
        work();
        return device.Memory.PeakLiveBytes - before;
    }

    /// <summary>The most bytes that tensors hold during a step of a training, parameters and the optimizer's state included,
    /// scratch of kernels not. It is counted during two steps on a device that computes nothing.</summary>
    public static long OfStep(TrainConfig config)
    {
        using var device = new ShapeDevice();
        using var trainer = Trainer.Of(config, new Rng(0), device);
        using var images = Tensor.Empty([config.BatchSize, .. config.InputShape.ToArray()[1..]], DType.Float32, device);
        // The optimizer makes its state in the first step.
        trainer.Step(images, logits => Ops.Mean(logits)).Dispose();
        return Peak(device, 0, () => trainer.Step(images, logits => Ops.Mean(logits)).Dispose());
    }
}
