namespace Equivariant.Cpu;

/// <summary>The windows along one axis, computed once a launch instead of once an element.</summary>
internal readonly unsafe struct PoolTable
{
    public readonly int* Starts, Ends, Extents;

    /// <summary>Windows of the same size at the same distance, all inside the image; 0 where they are not.</summary>
    public readonly int Kernel, Stride;

    private PoolTable(PoolAxis axis, bool countIncludePad, int* room)
    {
        Starts = room;
        Ends = room + axis.Out;
        Extents = room + (2 * axis.Out);
        for (var output = 0; output < axis.Out; output++)
        {
            (Starts[output], Ends[output]) = (axis.Start(output), axis.End(output));
            Extents[output] = countIncludePad ? axis.PaddedExtent(output) : Ends[output] - Starts[output];
        }
        var isRegular = axis.Kernel > 0 && axis.Padding == 0 && ((axis.Out - 1) * axis.Stride) + axis.Kernel <= axis.In;
        (Kernel, Stride) = isRegular ? (axis.Kernel, axis.Stride) : (0, 0);
    }

    /// <summary>Numbers that the tables of all axes need room for.</summary>
    public static int Room(PoolWindows windows) => 3 * (windows.Depth.Out + windows.Height.Out + windows.Width.Out);

    /// <summary>The tables of all axes.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="countIncludePad">Whether extents count the padding.</param>
    /// <param name="room">Memory for the tables, which must outlive them.</param>
    public static (PoolTable Depth, PoolTable Height, PoolTable Width) Of(PoolWindows windows, bool countIncludePad, int* room)
    {
        var depth = new PoolTable(windows.Depth, countIncludePad, room);
        room += 3 * windows.Depth.Out;
        var height = new PoolTable(windows.Height, countIncludePad, room);
        return (depth, height, new PoolTable(windows.Width, countIncludePad, room + (3 * windows.Height.Out)));
    }

    /// <summary>Planes worth a thread.</summary>
    public static int Share(PoolWindows windows) =>
        1 + (16_384 / (windows.InputSize + (windows.OutputSize * windows.WindowSize)));
}
