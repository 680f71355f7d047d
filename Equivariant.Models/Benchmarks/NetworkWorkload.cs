using Equivariant.Layers;
using Equivariant.Networks;
using Equivariant.Training;

namespace Equivariant.Benchmarks;

/// <summary>A network: inference, and steps of training by SGD with momentum.</summary>
internal sealed class NetworkWorkload : Workload
{
    private const int Size = 32, InChannels = 3, Classes = 9;

    private readonly Device device;
    private readonly Module network;
    private readonly Trainer trainer;
    private readonly Tensor images, labels;

    public NetworkWorkload(string name, int batch, Device device, Rng rng)
    {
        this.device = device;
        var init = new Initializer(rng, device);
        network = new ModelConfig { Name = name, InChannels = InChannels, Classes = Classes }.Create(init);
        trainer = new Trainer(
            network, new Sgd(network.NamedParameters().Select(parameter => parameter.Value), 1e-3, momentum: 0.9));
        images = init.Uniform([batch, InChannels, Size, Size], 1);
        labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => i % Classes)], [batch], device);
        var cost = NetworkCost.Of(network, images.Shape, device);
        (DenseProducts, WorkProducts) = (cost.Dense, cost.AsRun);
        Way = cost.AsRun < cost.Dense ? SymmetricConvPath.Factorised : Ordinary(device);
    }

    public override void Forward()
    {
        network.Eval();
        using var tape = Tape.NoGrad();
        network.Forward(images);
        device.Synchronize();
    }

    public override void Train()
    {
        network.Train();
        trainer.Step(images, logits => Ops.CrossEntropy(logits, labels)).Dispose();
        device.Synchronize();
    }

    public override void Dispose()
    {
        trainer.Dispose();
        images.Dispose();
        labels.Dispose();
    }
}
