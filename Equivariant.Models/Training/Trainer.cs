using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>A network and the optimizer that trains it; both are freed with the trainer.</summary>
internal sealed class Trainer(Module network, Optimizer optimizer) : IDisposable
{
    public Module Network => network;

    public Optimizer Optimizer => optimizer;

    /// <summary>The network and the optimizer that the settings of a run name.</summary>
    public static Trainer Of(TrainConfig config, Rng weights, Device device)
    {
        var network = config.Model.Create(new Initializer(weights, device));
        return new(network, OptimizerSettings.Optimizer(config, network.NamedParameters().Select(parameter => parameter.Value)));
    }

    /// <summary>One step of training: forward pass, loss, backward pass, update of the weights.</summary>
    /// <param name="images">[N,C,spatial…]; stays the caller's.</param>
    /// <param name="loss">The loss of the logits.</param>
    /// <param name="anomaly">Whether to stop at the first op that makes a NaN or an infinity.</param>
    /// <returns>The loss, owned by the caller. The device may still be at work on it.</returns>
    public Tensor Step(Tensor images, Func<Tensor, Tensor> loss, bool anomaly = false)
    {
        Tensor value;
        using (var tape = Tape.Record(anomaly))
        {
            value = loss(network.Forward(images));
            tape.Backward(value);
            tape.Keep(value);
        }
        // After the tape's end, so that the optimizer's first step takes over the memory of the activations.
        optimizer.Step();
        optimizer.ZeroGrad();
        return value;
    }

    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
    }
}
