namespace Equivariant.Cpu;

/// <summary>The windows along all axes, computed once for many images instead of once an element.</summary>
internal readonly unsafe struct PoolTables(PoolWindows windows, bool countIncludePad, int* scratch)
{
    public readonly PoolTable Depth = new(windows.Depth, countIncludePad, scratch);
    public readonly PoolTable Height = new(windows.Height, countIncludePad, scratch + (3 * windows.Depth.Out));
    public readonly PoolTable Width = new(
        windows.Width, countIncludePad, scratch + (3 * (windows.Depth.Out + windows.Height.Out)));

    /// <summary>Numbers of scratch that the tables need, as long as they are used.</summary>
    public static int ScratchSize(PoolWindows windows) => 3 * (windows.Depth.Out + windows.Height.Out + windows.Width.Out);

    /// <summary>Planes worth a thread.</summary>
    public static int Share(PoolWindows windows) =>
        1 + (VectorMap.SmallestShare / (windows.InputSize + (windows.OutputSize * windows.WindowSize)));
}

/// <summary>The windows along one axis.</summary>
internal readonly unsafe struct PoolTable
{
    public readonly int* Starts, Ends, Extents;

    /// <summary>Windows of the same size at the same distance, all inside the image; 0 where they are not.</summary>
    public readonly int Kernel, Stride;

    public PoolTable(PoolAxis axis, bool countIncludePad, int* scratch)
    {
        Starts = scratch;
        Ends = scratch + axis.Out;
        Extents = scratch + (2 * axis.Out);
        for (var output = 0; output < axis.Out; output++)
        {
            (Starts[output], Ends[output]) = (axis.Start(output), axis.End(output));
            Extents[output] = countIncludePad ? axis.PaddedExtent(output) : Ends[output] - Starts[output];
        }
        var isRegular = axis.Kernel > 0 && axis.Padding == 0 && ((axis.Out - 1) * axis.Stride) + axis.Kernel <= axis.In;
        (Kernel, Stride) = isRegular ? (axis.Kernel, axis.Stride) : (0, 0);
    }
}
