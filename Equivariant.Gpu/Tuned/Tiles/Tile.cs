namespace Equivariant.Gpu;

/// <summary>
/// What all products of matrices have in common: a group makes 64 × 64 results from slices of 16 of the inner axis, which lie in
/// shared memory. A thread makes 8 × 4 neighbouring results from 8 + 4 numbers, loaded by fours.
/// <para>
/// Slices are double-buffered: while a slice is multiplied the next one is on its way into registers, then into the other buffer,
/// and there is one barrier a slice. In the loops a slice is loaded first, then the one before it multiplied; the pass after the
/// last slice loads nothing.
/// </para>
/// </summary>
internal static class Tile
{
    /// <summary>Rows and columns of a group's results.</summary>
    public const int Size = 64;

    /// <summary>Numbers of the inner axis in a slice.</summary>
    public const int Depth = 16;

    /// <summary>Threads along the columns, four columns each.</summary>
    public const int Across = 16;

    /// <summary>Threads along the rows, eight rows each.</summary>
    public const int Down = 8;

    /// <summary>From 64 numbers of a slice to the next 64. Four more than needed: on CPUs a multiple of the cache's size would be
    /// slow, and threads that write one column write to different banks.</summary>
    public const int Pitch = Size + 4;

    /// <summary>Fours of a slice; there are two for each side.</summary>
    public const int Fours = Depth * Pitch / 4;

    /// <summary>Fours that a thread reads of the slices for four numbers of the inner axis, from first to last.</summary>
    private const int LeftStep = (3 * Pitch / 4) + 2, RightStep = (3 * Pitch / 4) + 1;

    /// <summary>Most groups along the second and third axis of a grid, on every device.</summary>
    public const int MostGroups = 65_535;

    /// <summary>Tiles that cover a length.</summary>
    public static int Count(int length) => (int)(((long)length + Size - 1) / Size);

    /// <summary>Whether a device can run groups of this many threads, and a grid of this size.</summary>
    public static bool Fits(GpuDevice device, int rowTiles, int matrices) =>
        device.Accelerator.MaxNumThreadsPerGroup >= Across * Down && rowTiles <= MostGroups && matrices <= MostGroups;

    public static KernelConfig Config(int columnTiles, int rowTiles, int matrices) =>
        new(new Index3D(columnTiles, rowTiles, matrices), new Index3D(Across, Down, 1));

    /// <summary>Adds the products of two slices, the first of each side for an even <paramref name="slice"/>, of their first
    /// <paramref name="depth"/> numbers rounded up to four: beyond them they hold zeros.</summary>
    public static TileSums Multiply(TileSums sums, ArrayView<Float4> left, ArrayView<Float4> right, int slice, int depth)
    {
        var row = ((slice & 1) * Fours) + (Group.IdxY * 2);
        var column = ((slice & 1) * Fours) + Group.IdxX;
        // Four at a time: ILGPU unrolls no loops. Views of their own, so that the places are constants to the compiler.
        for (var k = 0; k < depth; k += 4)
        {
            var (l, r) = (left.SubView(row, LeftStep), right.SubView(column, RightStep));
            sums = TileSums.Add(sums, l[0], l[1], r[0]);
            sums = TileSums.Add(sums, l[Pitch / 4], l[(Pitch / 4) + 1], r[Pitch / 4]);
            sums = TileSums.Add(sums, l[2 * Pitch / 4], l[(2 * Pitch / 4) + 1], r[2 * Pitch / 4]);
            sums = TileSums.Add(sums, l[3 * Pitch / 4], l[(3 * Pitch / 4) + 1], r[3 * Pitch / 4]);
            row += Pitch;
            column += Pitch;
        }
        return sums;
    }

    /// <summary>Writes the part of a slice that a thread has loaded: four numbers, <paramref name="step"/> apart.</summary>
    public static void Fill(ArrayView<float> slice, int at, int step, Float4 values)
    {
        var to = slice.SubView(at, (3 * step) + 1);
        to[0] = values.X;
        to[step] = values.Y;
        to[2 * step] = values.Z;
        to[3 * step] = values.W;
    }

    /// <summary>Writes the results of a thread, a row each <paramref name="pitch"/>, up to the end of rows and columns.</summary>
    public static void Write(ArrayView<float> y, int at, int pitch, int rowsLeft, int columnsLeft, TileSums sums)
    {
        WriteRow(y, at, rowsLeft > 0 ? columnsLeft : 0, sums.R0);
        WriteRow(y, at + pitch, rowsLeft > 1 ? columnsLeft : 0, sums.R1);
        WriteRow(y, at + (2 * pitch), rowsLeft > 2 ? columnsLeft : 0, sums.R2);
        WriteRow(y, at + (3 * pitch), rowsLeft > 3 ? columnsLeft : 0, sums.R3);
        WriteRow(y, at + (4 * pitch), rowsLeft > 4 ? columnsLeft : 0, sums.R4);
        WriteRow(y, at + (5 * pitch), rowsLeft > 5 ? columnsLeft : 0, sums.R5);
        WriteRow(y, at + (6 * pitch), rowsLeft > 6 ? columnsLeft : 0, sums.R6);
        WriteRow(y, at + (7 * pitch), rowsLeft > 7 ? columnsLeft : 0, sums.R7);
    }

    // Number by number: with a store of four, CPUs under OpenCL run the whole kernel slower.
    private static void WriteRow(ArrayView<float> y, int at, int left, Float4 values)
    {
        if (left > 0)
            y[at] = values.X;
        if (left > 1)
            y[at + 1] = values.Y;
        if (left > 2)
            y[at + 2] = values.Z;
        if (left > 3)
            y[at + 3] = values.W;
    }
}

/// <summary>The results of one thread: eight rows of four columns.</summary>
internal struct TileSums
{
    public Float4 R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>Adds to each row its number, of the eight in <paramref name="upper"/> and <paramref name="lower"/>, times
    /// <paramref name="row"/>.</summary>
    public static TileSums Add(TileSums sums, Float4 upper, Float4 lower, Float4 row)
    {
        sums.R0 = Float4.Add(sums.R0, upper.X, row);
        sums.R1 = Float4.Add(sums.R1, upper.Y, row);
        sums.R2 = Float4.Add(sums.R2, upper.Z, row);
        sums.R3 = Float4.Add(sums.R3, upper.W, row);
        sums.R4 = Float4.Add(sums.R4, lower.X, row);
        sums.R5 = Float4.Add(sums.R5, lower.Y, row);
        sums.R6 = Float4.Add(sums.R6, lower.Z, row);
        sums.R7 = Float4.Add(sums.R7, lower.W, row);
        return sums;
    }
}
