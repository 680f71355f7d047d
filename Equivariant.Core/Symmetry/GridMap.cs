namespace Equivariant;

/// <summary>What a symmetry does to the cells of a grid (an image, a volume, the taps of a kernel).</summary>
/// <remarks>Cells are counted in C order. Any sizes will do, even or odd, equal or not; sizes follow their axes.</remarks>
public static class GridMap
{
    /// <summary>The sizes of the grid after the symmetry.</summary>
    /// <param name="element">The symmetry.</param>
    /// <param name="sizes">The sizes before, one for each axis, each at least 1.</param>
    public static int[] MapSizes(this SignedPermutation element, ReadOnlySpan<int> sizes)
    {
        if (sizes.Length != element.Rank)
            throw new ArgumentException(
                $"{element.Name} acts on {element.Rank} axes, the grid {GridSize.Show(sizes)} has {sizes.Length}.",
                nameof(sizes));
        GridSize.CellsOf(sizes, nameof(sizes));
        var mapped = new int[sizes.Length];
        for (var a = 0; a < mapped.Length; a++)
            mapped[a] = sizes[element.Axis(a)];
        return mapped;
    }

    /// <summary>
    /// The gather table of the symmetry: cell i of the mapped grid takes what stood in cell <c>table[i]</c> before,
    /// so that <c>mapped[i] = grid[table[i]]</c>.
    /// </summary>
    /// <param name="element">The symmetry.</param>
    /// <param name="sizes">The sizes before; the mapped grid has <see cref="MapSizes"/>.</param>
    public static int[] MapGrid(this SignedPermutation element, ReadOnlySpan<int> sizes)
    {
        var mapped = element.MapSizes(sizes);
        var table = new int[GridSize.CellsOf(sizes, nameof(sizes))];
        Span<int> steps = stackalloc int[sizes.Length];
        for (var (axis, step) = (sizes.Length - 1, 1); axis >= 0; step *= sizes[axis--])
            steps[axis] = step;
        for (var cell = 0; cell < table.Length; cell++)
        {
            var rest = cell;
            for (var a = mapped.Length - 1; a >= 0; a--)
            {
                (rest, var at) = Math.DivRem(rest, mapped[a]);
                table[cell] += (element.Sign(a) > 0 ? at : mapped[a] - 1 - at) * steps[element.Axis(a)];
            }
        }
        return table;
    }
}

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
