namespace Equivariant.Segmentation;

/// <summary>The extents of an image or volume whose values lie in C order.</summary>
/// <param name="Depth">Sections; 1 for an image.</param>
/// <param name="Height">Rows of a section.</param>
/// <param name="Width">Columns of a section.</param>
public readonly record struct Grid(int Depth, int Height, int Width)
{
    /// <summary>An image.</summary>
    public Grid(int height, int width)
        : this(1, height, width)
    {
    }

    /// <summary>Number of pixels or voxels.</summary>
    public int Count => Depth * Height * Width;

    /// <summary>One section of it.</summary>
    public Grid Section => this with { Depth = 1 };

    /// <summary>Refuses values that do not fill the grid.</summary>
    /// <exception cref="ArgumentException">Their number differs, or an extent is not positive.</exception>
    internal void Check(int values, string parameter)
    {
        if (Depth < 1 || Height < 1 || Width < 1 || (Int128)Depth * Height * Width != values)
            throw new ArgumentException($"{values} values do not fill a grid of {Depth}×{Height}×{Width}.", parameter);
    }
}

/// <summary>Which pixels touch each other.</summary>
public enum Connectivity
{
    /// <summary>Those that share a side: 4 in an image, 6 in a volume.</summary>
    Sides,

    /// <summary>Those that share a side or a corner: 8 in an image, 26 in a volume.</summary>
    Corners,
}
