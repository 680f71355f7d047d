using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>What a training needs of a device's memory, known before it begins.</summary>
internal static class TrainingMemory
{
    /// <summary>The most bytes that tensors hold during a step, parameters and the optimizer's state included. Two steps are
    /// taken on a device that computes nothing; scratch of kernels is not counted.</summary>
    /// <exception cref="ArgumentException">The settings are no network's.</exception>
    public static long OfStep(TrainConfig config)
    {
        using var device = new ShapeDevice();
        using var network = config.Model.Create(new Initializer(new Rng(0), device));
        using var optimizer = OptimizerSettings.Optimizer(config, network.NamedParameters().Select(parameter => parameter.Value));
        using var images = Tensor.Empty(
            [config.BatchSize, config.Model.InChannels, .. Enumerable.Repeat(config.InputSize, config.Model.Rank)],
            DType.Float32, device);
        // The optimizer makes its state in the first step.
        for (var step = 0; step < 2; step++)
        {
            using (var tape = Tape.Record())
                tape.Backward(Ops.Mean(network.Forward(images)));
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        return device.Memory.PeakLiveBytes;
    }
}
