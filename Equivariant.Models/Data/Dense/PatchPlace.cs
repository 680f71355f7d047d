namespace Equivariant.Data;

/// <summary>
/// Where a patch lies: its centre, and which of the eight symmetries of the square it is seen through. Beyond the edge the image
/// goes on as its mirror image about the outermost pixels.
/// </summary>
/// <param name="Row">Row of the centre.</param>
/// <param name="Column">Column of the centre.</param>
/// <param name="Symmetry">0 to 7: bit 0 swaps the axes, bit 1 reverses rows, bit 2 columns; 0 is upright.</param>
internal readonly record struct PatchPlace(int Row, int Column, int Symmetry)
{
    /// <summary>The row of the image at this distance from the centre of the patch.</summary>
    public int RowAt(int down, int right) =>
        Row + ((Symmetry & 2) == 0 ? 1 : -1) * ((Symmetry & 1) == 0 ? down : right);

    /// <summary>The column of the image at this distance from the centre of the patch.</summary>
    public int ColumnAt(int down, int right) =>
        Column + ((Symmetry & 4) == 0 ? 1 : -1) * ((Symmetry & 1) == 0 ? right : down);
}
