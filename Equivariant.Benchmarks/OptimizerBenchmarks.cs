using BenchmarkDotNet.Attributes;
using Equivariant.Cpu;
using Equivariant.Layers;
using Equivariant.Networks;
using Equivariant.Training;

namespace Equivariant.Benchmarks;

/// <summary>A step of each optimizer over all parameters of a network.</summary>
[MemoryDiagnoser]
public class OptimizerBenchmarks
{
    private const int Size = 32;

    private CpuDevice? device;
    private Module? network;
    private Optimizer? optimizer;

    /// <summary>Name of the optimizer.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>Names of the optimizers.</summary>
    public static IEnumerable<string> Names => ["sgd", "sgd-momentum", "adam", "adamw"];

    /// <summary>The network whose parameters are changed.</summary>
    internal string Network { get; init; } = "resnet18";

    /// <summary>Makes the network and its gradients.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        device = new CpuDevice();
        var init = new Initializer(new Rng(0), device);
        network = new ModelConfig { Name = Network, Classes = 2 }.Create(init);
        Tensor[] parameters = [.. network.NamedParameters().Select(parameter => parameter.Value)];
        optimizer = Name switch
        {
            "sgd" => new Sgd(parameters, 1e-3),
            "sgd-momentum" => new Sgd(parameters, 1e-3, momentum: 0.9),
            "adam" => new Adam(parameters, 1e-3),
            "adamw" => new AdamW(parameters, 1e-3),
            _ => throw new InvalidOperationException($"There is no optimizer '{Name}'."),
        };
        using var tape = Tape.Record();
        tape.Backward(Ops.Sum(network.Forward(tape.Own(init.Uniform([2, 1, Size, Size], 1)))));
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        optimizer?.Dispose();
        network?.Dispose();
        device?.Dispose();
    }

    /// <summary>Changes all parameters.</summary>
    [Benchmark]
    public void Step() => optimizer!.Step();

    /// <summary>Measures the gradients' norm and scales them.</summary>
    [Benchmark]
    public double ClipGradNorm() => optimizer!.ClipGradNorm(1);
}
