namespace Equivariant;

/// <summary>What stands outside the image, as PyTorch's <c>padding_mode</c>.</summary>
public enum PaddingMode
{
    /// <summary>A constant: 0 in convolutions.</summary>
    Zeros,

    /// <summary>The mirror image about the outermost pixel, which is not repeated.</summary>
    Reflect,

    /// <summary>The outermost pixel.</summary>
    Replicate,

    /// <summary>The opposite side.</summary>
    Circular,
}
