using Equivariant.Layers;
using Equivariant.Networks;
using Equivariant.Training;

namespace Equivariant.Benchmarks;

/// <summary>A network: inference, and steps of training by descent with momentum.</summary>
internal sealed class NetworkWorkload : Workload
{
    private const int Size = 32, InChannels = 3, Classes = 9;

    private readonly Device device;
    private readonly Module network;
    private readonly Trainer trainer;
    private readonly Tensor images, labels;
    private double dense, work;
    private SymmetricConvPath way;

    public NetworkWorkload(string name, int batch, Device device, Rng rng)
    {
        this.device = device;
        var init = new Initializer(rng, device);
        network = new ModelConfig { Name = name, InChannels = InChannels, Classes = Classes }.Create(init);
        trainer = new Trainer(
            network, new Sgd(network.NamedParameters().Select(parameter => parameter.Value), 1e-3, momentum: 0.9));
        images = init.Uniform([batch, InChannels, Size, Size], 1);
        labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => i % Classes)], [batch], device);
        way = Ordinary(device);
        network.Observe(Count, Forward);
    }

    public override double DenseProducts => dense;

    public override double WorkProducts => work;

    public override SymmetricConvPath Way => way;

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

    /// <summary>Adds the products of a layer: for each result those of one row of its weight.</summary>
    private void Count(Module module, Shape input, Shape output)
    {
        if (module is not (Layers.Conv or SreConv or Layers.Linear))
            return;
        var weight = module.NamedParameters().First(parameter => parameter.Name == "weight").Value.Shape;
        var products = (double)output.Count * (weight.Count / weight[0]);
        if (module is not SreConv sre)
        {
            dense += products;
            work += products;
            return;
        }
        // All SRE layers of these networks keep the size; the shrinking is done by averaging.
        var full = products / sre.Map.Parameters * sre.Map.Taps;
        var options = new ConvOptions { Padding = sre.Map.KernelSize[0] / 2 };
        var path = SymmetricConvChoice.Of(device, input, weight, sre.Map, options);
        dense += full;
        work += path == SymmetricConvPath.Factorised ? products : full;
        if (path == SymmetricConvPath.Factorised)
            way = path;
    }
}
