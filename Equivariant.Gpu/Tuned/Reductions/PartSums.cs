namespace Equivariant.Gpu;

/// <summary>Sums that groups of threads share out between them: how many parts, and their sum in the order of the parts, so that
/// it is the same on every run.</summary>
internal static class PartSums
{
    /// <summary>Groups that keep a multiprocessor busy.</summary>
    private const int GroupsPerProcessor = 4;

    /// <summary>Parts for each of some tiles, so that every multiprocessor has work; beyond <paramref name="most"/> one has too
    /// little to do.</summary>
    public static int Count(GpuDevice device, long tiles, int most)
    {
        var wanted = ((GroupsPerProcessor * device.Accelerator.NumMultiprocessors) + tiles - 1) / tiles;
        return (int)Math.Clamp(wanted, 1, Math.Max(1, most));
    }

    /// <summary>to[i] = Σ parts[part, i]; <paramref name="to"/> may be the first part.</summary>
    public static void Run(GpuDevice device, int partCount, int count, ArrayView<float> parts, ArrayView<float> to) =>
        device.Run(TunedLaunch.PerElement(count), Add, partCount, count, parts, to);

    /// <summary>A number a thread.</summary>
    [GpuKernel]
    public static void Add(int partCount, int count, ArrayView<float> parts, ArrayView<float> to)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        var sum = parts[i];
        var part = 1;
        // Four loads under way at a time: ILGPU unrolls no loops.
        for (; part + 3 < partCount; part += 4)
        {
            var at = (part * count) + i;
            var (a, b) = (parts[at], parts[at + count]);
            at += 2 * count;
            var (c, d) = (parts[at], parts[at + count]);
            sum = sum + a + b + c + d;
        }
        for (; part < partCount; part++)
            sum += parts[(part * count) + i];
        to[i] = sum;
    }
}
