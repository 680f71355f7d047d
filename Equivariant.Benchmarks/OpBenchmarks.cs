using BenchmarkDotNet.Attributes;
using Equivariant.Cpu;
using Equivariant.Layers;

namespace Equivariant.Benchmarks;

/// <summary>Elementwise ops, norms, pooling and losses on maps as the convolutions give them: 32 images, 64 channels,
/// 28×28.</summary>
[MemoryDiagnoser]
public class OpBenchmarks
{
    private const int Channels = 64, Size = 28;

    private CpuDevice? device;
    private Tensor? x, y, weight, bias, mean, variance, gradient;

    /// <summary>Name of the op.</summary>
    [ParamsSource(nameof(Names))]
    public string Op { get; set; } = "";

    /// <summary>Names of the ops.</summary>
    public static IEnumerable<string> Names =>
    [
        "relu", "gelu", "sigmoid", "add", "multiply", "batch-norm", "group-norm", "max-pool", "avg-pool", "global-avg-pool",
        "softmax",
    ];

    /// <summary>Number of images.</summary>
    internal int Images { get; init; } = 32;

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        device = new CpuDevice();
        var init = new Initializer(new Rng(0), device);
        Shape maps = [Images, Channels, Size, Size];
        (x, y) = (init.Uniform(maps, 1).WithGrad(), init.Uniform(maps, 1).WithGrad());
        (weight, bias) = (init.Full([Channels], 1).WithGrad(), init.Full([Channels], 0).WithGrad());
        (mean, variance) = (init.Full([Channels], 0), init.Full([Channels], 1));
        using var tape = Tape.NoGrad();
        gradient = init.Uniform(Apply().Shape, 1);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (var tensor in (Tensor?[])[x, y, weight, bias, mean, variance, gradient])
            tensor?.Dispose();
        device?.Dispose();
    }

    /// <summary>The forward pass as in inference.</summary>
    [Benchmark]
    public void Forward()
    {
        using var tape = Tape.NoGrad();
        Apply();
    }

    /// <summary>The forward pass and all gradients.</summary>
    [Benchmark]
    public void Train()
    {
        using (var tape = Tape.Record())
            tape.Backward(Apply(), gradient);
        foreach (var tensor in (Tensor[])[x!, y!, weight!, bias!])
            tensor.ZeroGrad();
    }

    private Tensor Apply() => Op switch
    {
        "relu" => Ops.Relu(x!),
        "gelu" => Ops.Gelu(x!),
        "sigmoid" => Ops.Sigmoid(x!),
        "add" => Ops.Add(x!, y!),
        "multiply" => Ops.Multiply(x!, y!),
        "batch-norm" => Ops.BatchNorm(x!, weight, bias, mean, variance, true),
        "group-norm" => Ops.GroupNorm(x!, 8, weight, bias),
        "max-pool" => Ops.MaxPool(x!, 2),
        "avg-pool" => Ops.AvgPool(x!, 2),
        "global-avg-pool" => Ops.GlobalAvgPool(x!),
        "softmax" => Ops.Softmax(x!),
        _ => throw new InvalidOperationException($"There is no op '{Op}'."),
    };
}
