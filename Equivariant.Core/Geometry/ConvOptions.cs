namespace Equivariant;

/// <summary>The settings of a convolution; names, meanings and defaults as in PyTorch.</summary>
public sealed record ConvOptions
{
    /// <summary>Stride 1, no padding, no dilation, one group.</summary>
    public static ConvOptions Default { get; } = new();

    /// <summary>Cells from window to window.</summary>
    public PerAxis Stride { get; init; } = 1;

    /// <summary>Cells added on each side.</summary>
    public Padding Padding { get; init; }

    /// <summary>Cells from tap to tap.</summary>
    public PerAxis Dilation { get; init; } = 1;

    /// <summary>Number of parts that the channels fall into, each convolved by itself;
    /// the number of channels is a depthwise convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>What the added cells hold.</summary>
    public PaddingMode PaddingMode { get; init; }

    /// <summary>The settings that differ from the defaults, for a layer's description: <c>, stride 2, padding 1</c>.</summary>
    public string Suffix => (Stride == 1 ? "" : $", stride {Stride}")
        + (Padding == default || Padding == 0 ? "" : $", padding {Padding}")
        + (Dilation == 1 ? "" : $", dilation {Dilation}") + (Groups == 1 ? "" : $", groups {Groups}")
        + (PaddingMode == PaddingMode.Zeros ? "" : $", {PaddingMode.ToString().ToLowerInvariant()}");
}
