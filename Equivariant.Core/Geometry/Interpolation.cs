namespace Equivariant;

/// <summary>How an image is read between its pixels.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel; halfway the one with the even index.</summary>
    Nearest,

    /// <summary>The mean of the four pixels around, weighted by distance.</summary>
    Bilinear,
}
