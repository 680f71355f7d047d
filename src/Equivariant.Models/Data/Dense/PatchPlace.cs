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

    /// <summary>The pixel that a place on or beyond the edge shows.</summary>
    public static int Mirror(int i, int extent)
    {
        if ((uint)i < (uint)extent)
            return i;
        if (extent == 1)
            return 0;
        var period = 2 * (extent - 1);
        i %= period;
        if (i < 0)
            i += period;
        return i < extent ? i : period - i;
    }
}
