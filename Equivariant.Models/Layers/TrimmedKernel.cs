namespace Equivariant.Layers;

/// <summary>
/// Leaves out the outer taps of a kernel that no parameter reaches, and as much padding: the same convolution for less work. The
/// reference's 3×7×7 stem is a 3×3×3 kernel once its unused taps are gone.
/// </summary>
internal static class TrimmedKernel
{
    public static (KernelIndexMap Map, ConvOptions Options) Of(KernelIndexMap map, ConvOptions options)
    {
        var rank = map.Rank;
        var unused = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            while (unused[axis] < map.KernelSize[axis] / 2 && IsUnused(map, axis, unused[axis])
                && IsUnused(map, axis, map.KernelSize[axis] - 1 - unused[axis]))
                unused[axis]++;
        }
        var dilation = options.Dilation.For(rank, "dilation");
        var padding = options.Padding.Numbers?.For(rank, "padding");
        int[]? left = padding is null ? null : [.. padding.Select((cells, axis) => cells - (dilation[axis] * unused[axis]))];
        if (unused.All(planes => planes == 0) || left?.Any(cells => cells < 0) == true)
            return (map, options);
        var table = Enumerable.Range(0, map.Taps).Where(tap => Enumerable.Range(0, rank)
            .All(axis => Position(map, tap, axis) is var at && at >= unused[axis] && at < map.KernelSize[axis] - unused[axis]))
            .Select(tap => map[0, tap]).ToArray();
        int[] size = [.. map.KernelSize.Select((taps, axis) => taps - (2 * unused[axis]))];
        return (new KernelIndexMap(size, map.Parameters, table),
            left is null ? options : options with { Padding = Padding.Create(left) });
    }

    private static bool IsUnused(KernelIndexMap map, int axis, int plane) =>
        Enumerable.Range(0, map.Taps).All(tap => Position(map, tap, axis) != plane || map[0, tap] == KernelIndexMap.Dropped);

    private static int Position(KernelIndexMap map, int tap, int axis)
    {
        for (var inner = map.Rank - 1; inner > axis; inner--)
            tap /= map.KernelSize[inner];
        return tap % map.KernelSize[axis];
    }
}
