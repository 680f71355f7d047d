namespace Equivariant.Data;

/// <summary>How patches are cut from images and changed.</summary>
public sealed record PatchOptions
{
    /// <summary>Rows of a patch.</summary>
    public int Height { get; init; } = 96;

    /// <summary>Columns of a patch.</summary>
    public int Width { get; init; } = 96;

    /// <summary>Patches in a batch.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>The share of patches whose centre is a pixel of class 1, the boundary; the others lie anywhere.</summary>
    public double BoundaryShare { get; init; } = 0.5;

    /// <summary>Whether patches are turned and mirrored at random, by one of the eight symmetries of the square.</summary>
    public bool Dihedral { get; init; }

    /// <summary>Random bending, or null for none.</summary>
    public ElasticOptions? Elastic { get; init; }

    /// <summary>Random changes of brightness and contrast, or null for none.</summary>
    public IntensityJitter? Jitter { get; init; }

    /// <summary>Images of a streaming set that are held at a time.</summary>
    public int HeldImages { get; init; } = 32;

    /// <summary>Batches after which a larger streaming set holds other images.</summary>
    public int BatchesBetweenImages { get; init; } = 200;

    /// <summary>Threads that make a batch; 0 for all cores. The batches do not depend on it.</summary>
    public int Threads { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height, nameof(Height));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width, nameof(Width));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize, nameof(BatchSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HeldImages, nameof(HeldImages));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchesBetweenImages, nameof(BatchesBetweenImages));
        ArgumentOutOfRangeException.ThrowIfNegative(Threads, nameof(Threads));
        if (!(BoundaryShare is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(BoundaryShare), BoundaryShare, "It is a share, from 0 to 1.");
        Elastic?.Check();
        Jitter?.Check();
    }
}

/// <summary>
/// Random bending: each pixel is fetched from a place nearby, moved by a smooth random field (a cubic B-spline over normal
/// numbers) that prefers no direction. Pixels are interpolated linearly, labels are those of the nearest pixel.
/// </summary>
/// <param name="Displacement">Root mean square of the way along each axis, pixels.</param>
/// <param name="Spacing">Distance of the spline's knots, pixels: the size of the bends.</param>
public sealed record ElasticOptions(double Displacement = 3, double Spacing = 24)
{
    internal void Check()
    {
        if (!(Displacement is >= 0 and < 1000) || !(Spacing is >= 2 and < 10_000))
        {
            throw new ArgumentOutOfRangeException(nameof(PatchOptions.Elastic), this,
                "The displacement is at least 0, the spacing of the knots at least 2 pixels.");
        }
    }
}

/// <summary>Random changes of intensity, one for a patch and noise for each pixel; values stay from 0 to 1.</summary>
/// <param name="Brightness">Largest number added or subtracted.</param>
/// <param name="Contrast">Largest share by which differences from mid-grey grow or shrink.</param>
/// <param name="Noise">Standard deviation of the noise.</param>
public sealed record IntensityJitter(double Brightness = 0.08, double Contrast = 0.15, double Noise = 0.02)
{
    internal void Check()
    {
        if (!(Brightness is >= 0 and <= 1) || !(Contrast is >= 0 and <= 1) || !(Noise is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(PatchOptions.Jitter), this,
                "Brightness, contrast and noise are numbers from 0 to 1.");
        }
    }
}
