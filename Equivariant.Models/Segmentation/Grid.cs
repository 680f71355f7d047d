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

/// <summary>The steps from a pixel to those that touch it.</summary>
internal sealed class Neighbours
{
    /// <summary>The most neighbours that a pixel has.</summary>
    public const int Most = 26;

    private readonly Grid grid;
    private readonly (int Z, int Y, int X, int Offset)[] steps;

    /// <summary>All steps, or only those to pixels that come earlier in C order.</summary>
    public Neighbours(Grid grid, Connectivity connectivity, bool earlier = false)
    {
        this.grid = grid;
        int[] around = [-1, 0, 1];
        steps =
        [
            .. from z in grid.Depth > 1 ? around : [0]
               from y in around
               from x in around
               let far = Math.Abs(z) + Math.Abs(y) + Math.Abs(x)
               where far == 1 || (far > 1 && connectivity == Connectivity.Corners)
               where !earlier || (z, y, x).CompareTo(default) < 0
               select (z, y, x, (((z * grid.Height) + y) * grid.Width) + x),
        ];
    }

    /// <summary>Puts the neighbours of a pixel into the span and says how many there are.</summary>
    public int Of(int pixel, Span<int> neighbours)
    {
        var (row, x) = Math.DivRem(pixel, grid.Width);
        var (z, y) = Math.DivRem(row, grid.Height);
        var count = 0;
        foreach (var step in steps)
        {
            if ((uint)(z + step.Z) < (uint)grid.Depth && (uint)(y + step.Y) < (uint)grid.Height
                && (uint)(x + step.X) < (uint)grid.Width)
                neighbours[count++] = pixel + step.Offset;
        }
        return count;
    }
}
