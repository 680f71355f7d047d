namespace Equivariant;

/// <summary>How <see cref="Ops.Upsample"/> fills the pixels between those it has.</summary>
public enum Upsampling
{
    /// <summary>The pixel whose cell holds the centre's corner, as PyTorch's <c>nearest</c>: index ⌊i · in / out⌋.</summary>
    Nearest,

    /// <summary>Linear along each axis: PyTorch's <c>linear</c>, <c>bilinear</c> or <c>trilinear</c>.</summary>
    Linear,
}
