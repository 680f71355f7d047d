namespace Equivariant.Layers;

/// <summary>What the number of output channels of an <see cref="OrientedConv"/> counts (Gao and Ji 2017 count in both
/// ways).</summary>
public enum OrientedCount
{
    /// <summary>Kernels: as many parameters as an ordinary convolution with so many outputs (section IV.C, with
    /// maxout).</summary>
    Kernels,

    /// <summary>
    /// Outputs of the ordinary convolution that the layer stands for: half as many kernels, so half its parameters, and all
    /// copies as channels; with four copies twice its outputs (section III.B, without maxout).
    /// </summary>
    HalfParameters,
}
