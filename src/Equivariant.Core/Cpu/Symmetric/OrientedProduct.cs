using Equivariant.Cpu.Convolution;

namespace Equivariant.Cpu;

/// <summary>The forward pass of an <see cref="OrientedConv"/>.</summary>
internal readonly unsafe struct OrientedProduct
{
    public required OrientedConv Conv { get; init; }

    public required Sweep Sweep { get; init; }

    /// <summary>The products' taps.</summary>
    public required TapSums Taps { get; init; }

    public required float* Source { get; init; }

    /// <summary>[output, channel, product].</summary>
    public required float* Weight { get; init; }

    /// <summary>A number per output, or null.</summary>
    public required float* Bias { get; init; }

    public required float* Target { get; init; }

    /// <summary>What becomes of results besides, if anything.</summary>
    public PlaneFinish Finish { get; init; }

    /// <summary>A byte per result, or null.</summary>
    public required byte* Winners { get; init; }
}
