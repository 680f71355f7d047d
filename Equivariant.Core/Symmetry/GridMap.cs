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
        CheckSizes(element, sizes);
        var mapped = new int[sizes.Length];
        for (var a = 0; a < mapped.Length; a++)
            mapped[a] = sizes[element.Axis(a)];
        return mapped;
    }

    /// <summary>Where a cell goes: the index, in the mapped grid, of the cell that stood at <paramref name="index"/>.</summary>
    /// <param name="element">The symmetry.</param>
    /// <param name="index">A cell of the grid before, in C order.</param>
    /// <param name="sizes">The sizes before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grid has no such cell.</exception>
    public static int Apply(this SignedPermutation element, int index, ReadOnlySpan<int> sizes)
    {
        var cells = CheckSizes(element, sizes);
        if ((uint)index >= (uint)cells)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The grid has cells 0 to {cells - 1}.");
        Span<int> position = stackalloc int[sizes.Length];
        for (var a = sizes.Length - 1; a >= 0; a--)
            (index, position[a]) = Math.DivRem(index, sizes[a]);
        return MoveCell(element, position, sizes);
    }

    /// <summary>
    /// The gather table of the symmetry: cell i of the mapped grid takes what stood in cell <c>table[i]</c> before,
    /// so that <c>mapped[i] = grid[table[i]]</c>.
    /// </summary>
    /// <param name="element">The symmetry.</param>
    /// <param name="sizes">The sizes before; the mapped grid has <see cref="MapSizes"/>.</param>
    public static int[] MapGrid(this SignedPermutation element, ReadOnlySpan<int> sizes)
    {
        var table = new int[CheckSizes(element, sizes)];
        Span<int> position = stackalloc int[sizes.Length];
        for (var i = 0; i < table.Length; i++)
        {
            table[MoveCell(element, position, sizes)] = i;
            for (var a = sizes.Length - 1; a >= 0 && ++position[a] == sizes[a]; a--)
                position[a] = 0;
        }
        return table;
    }

    private static int MoveCell(SignedPermutation element, ReadOnlySpan<int> position, ReadOnlySpan<int> sizes)
    {
        var index = 0;
        for (var a = 0; a < sizes.Length; a++)
        {
            var from = element.Axis(a);
            var at = element.Sign(a) > 0 ? position[from] : sizes[from] - 1 - position[from];
            index = index * sizes[from] + at;
        }
        return index;
    }

    private static int CheckSizes(SignedPermutation element, ReadOnlySpan<int> sizes)
    {
        if (sizes.Length != element.Rank)
            throw new ArgumentException(
                $"{element.Name} acts on {element.Rank} axes, the grid {GridSize.Show(sizes)} has {sizes.Length}.",
                nameof(sizes));
        return GridSize.CellsOf(sizes, nameof(sizes));
    }
}
