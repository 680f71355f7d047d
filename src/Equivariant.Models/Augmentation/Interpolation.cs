namespace Equivariant.Augmentation;

/// <summary>How values between pixels are made up.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel's value.</summary>
    Nearest,

    /// <summary>A weighted mean of the 4 (volumes: 8) pixels around, without antialiasing.</summary>
    Bilinear,
}
