using BenchmarkDotNet.Attributes;
using Equivariant.Cpu;

namespace Equivariant.Benchmarks;

/// <summary>Benchmarks of rows that <c>equivariant bench</c> also has, on all cores.</summary>
[MemoryDiagnoser]
public abstract class RowBenchmarks
{
    private CpuDevice? device;
    private Workload? workload;

    /// <summary>Name of the row.</summary>
    [ParamsSource(nameof(Rows))]
    public string Row { get; set; } = "";

    /// <summary>How convolutions are computed, where they can be; plain: nothing is tuned.</summary>
    [ParamsSource(nameof(Ways))]
    public SymmetricConvPath Force { get; set; }

    /// <summary>Names of the rows.</summary>
    public IEnumerable<string> Rows => BenchCase.All.Where(row => row.IsNetwork == AreNetworks).Select(row => row.Name);

    /// <summary>The way of <c>--force</c>.</summary>
    public static IEnumerable<SymmetricConvPath> Ways => [ForcedWay.Value];

    /// <summary>Upper limit of the batch.</summary>
    internal int MostImages { get; init; } = int.MaxValue;

    /// <summary>Whether the rows are whole networks.</summary>
    protected abstract bool AreNetworks { get; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var row = BenchCase.All.Single(row => row.Name == Row);
        device = new CpuDevice(tuned: Force != SymmetricConvPath.Plain, symmetricConv: Force);
        workload = row.Create(Math.Min(MostImages, row.Batch), device, new Rng(0));
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        workload?.Dispose();
        device?.Dispose();
    }

    /// <summary>The forward pass as in inference.</summary>
    [Benchmark]
    public void Forward() => workload!.Forward();

    /// <summary>The forward pass and all gradients; for a network a step of training.</summary>
    [Benchmark]
    public void Train() => workload!.Train();
}

/// <summary>Every kind of convolution.</summary>
public class ConvBenchmarks : RowBenchmarks
{
    /// <inheritdoc/>
    protected override bool AreNetworks => false;
}

/// <summary>Whole networks.</summary>
public class NetworkBenchmarks : RowBenchmarks
{
    /// <inheritdoc/>
    protected override bool AreNetworks => true;
}
