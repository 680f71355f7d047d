namespace Equivariant;

/// <summary>Checks of kernel and grid sizes, shared by the tables.</summary>
internal static class GridSize
{
    /// <summary>The number of cells of a grid of 1 to 3 axes.</summary>
    /// <exception cref="ArgumentException">Not 1 to 3 axes, a size below 1, or more cells than an array can hold.</exception>
    public static int CellsOf(ReadOnlySpan<int> sizes, string parameter)
    {
        if (sizes.Length is < 1 or > 3)
            throw new ArgumentException($"{Show(sizes)} has {sizes.Length} axes; 1, 2 or 3 are supported.", parameter);
        long cells = 1;
        foreach (var size in sizes)
        {
            if (size < 1)
                throw new ArgumentException($"{Show(sizes)} has a size of {size}; every size must be at least 1.", parameter);
            cells *= size;
            if (cells > Array.MaxLength)
                throw new ArgumentException($"{Show(sizes)} has more cells than one array can hold.", parameter);
        }
        return (int)cells;
    }

    /// <summary>Checks that a kernel has two axes, of one size where <paramref name="square"/> is asked for.</summary>
    public static void CheckPlane(ReadOnlySpan<int> kernelSize, bool square, string what)
    {
        CellsOf(kernelSize, nameof(kernelSize));
        if (kernelSize.Length != 2)
            throw new ArgumentException($"{what} need a kernel of two axes, not {Show(kernelSize)}.", nameof(kernelSize));
        if (square && kernelSize[0] != kernelSize[1])
            throw new ArgumentException($"{what} need a square kernel, not {Show(kernelSize)}.", nameof(kernelSize));
    }

    public static string Show(ReadOnlySpan<int> sizes) => $"[{string.Join(",", sizes.ToArray())}]";
}
