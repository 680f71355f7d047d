namespace Equivariant.Gpu;

/// <summary>
/// The sums over the taps of each parameter, for all points: what remains of a symmetric convolution is then a matrix product
/// over channels and parameters (docs/architecture.md). A group of threads loads its part of some planes into shared memory,
/// zeros around the image included, and each thread sums four points from there.
/// </summary>
internal static class RingSums
{
    /// <summary>Threads of a group, points of each, and thus points of a group.</summary>
    public const int Threads = 256, PerThread = 4, Items = Threads * PerThread;

    /// <summary>Room for cells in shared memory, in numbers.</summary>
    public const int MostCells = 8192;

    public const int MostTaps = 1024;

    public static bool Fits(GpuDevice device, in RingArgs args) =>
        args.Fits && args.Groups <= int.MaxValue && device.Accelerator.MaxNumThreadsPerGroup >= Threads
        && device.Accelerator.MaxSharedMemoryPerGroup >= (MostCells + MostTaps) * sizeof(float);

    /// <summary>Where each tap lies in the cells of a plane of a group, by parameter, as <see cref="Sum"/> takes them; then,
    /// behind as many numbers as the kernel has taps, for each parameter the end of its taps.</summary>
    private static Tensor SortedTaps(RingArgs of, IndexTables tables)
    {
        var map = tables.Map;
        var sorted = new int[map.Taps + map.Parameters];
        var count = 0;
        for (var parameter = 0; parameter < map.Parameters; parameter++)
        {
            var positions = map.PositionsOf(parameter);
            for (var i = 0; i < positions.Length; i++)
            {
                var tap = of.Mirrored != 0 ? map.Taps - 1 - positions[^(i + 1)] : positions[i];
                var at = Cell.Of(tap, of.Kernel);
                sorted[count++] = (((at.D * of.SpanH) + (at.H * of.Dilation.H)) * of.SpanW) + (at.W * of.Dilation.W);
            }
            sorted[map.Taps + parameter] = count;
        }
        return Tensor.From<int>(sorted, [sorted.Length], tables.Device);
    }

    /// <summary>maps [planes, parameters, points] from x [planes, cells].</summary>
    public static void Run(GpuDevice device, RingArgs args, IndexTables tables, ArrayView<float> x, ArrayView<float> maps)
    {
        var sorted = tables.Derived((typeof(RingSums), args.Kernel, args.Dilation, args.SpanH, args.SpanW, args.Mirrored),
            () => SortedTaps(args, tables));
        device.Run(new KernelConfig((int)args.Groups, Threads), Sum, args, device.View<int>(sorted), x, maps);
    }

    /// <summary>The sums of some planes in a tile of points.</summary>
    [GpuKernel]
    public static void Sum(RingArgs args, ArrayView<int> sorted, ArrayView<float> x, ArrayView<float> maps)
    {
        var cells = SharedMemory.Allocate<float>(MostCells);
        var taps = SharedMemory.Allocate<int>(MostTaps);
        var tile = Grid.IdxX;
        var w0 = tile % args.TilesW * args.TileW;
        tile /= args.TilesW;
        var h0 = tile % args.TilesH * args.TileH;
        tile /= args.TilesH;
        var d0 = tile % args.Points.D;
        var firstPlane = tile / args.Points.D * args.GroupPlanes;

        var tapCount = sorted[args.Kernel.Count + args.Parameters - 1];
        for (var tap = Group.IdxX; tap < tapCount; tap += Threads)
            taps[tap] = sorted[tap];
        Load(args, cells, x, firstPlane, d0, h0, w0);
        Group.Barrier();

        var a0 = RingPoint.Of(args, Group.IdxX, firstPlane, d0, h0, w0);
        var a1 = RingPoint.Of(args, Group.IdxX + Threads, firstPlane, d0, h0, w0);
        var a2 = RingPoint.Of(args, Group.IdxX + (2 * Threads), firstPlane, d0, h0, w0);
        var a3 = RingPoint.Of(args, Group.IdxX + (3 * Threads), firstPlane, d0, h0, w0);
        var begin = 0;
        for (var parameter = 0; parameter < args.Parameters; parameter++)
        {
            var end = sorted[args.Kernel.Count + parameter];
            var (s0, s1, s2, s3) = (0f, 0f, 0f, 0f);
            for (var tap = begin; tap < end; tap++)
            {
                var offset = taps[tap];
                s0 += cells[a0.Cell + offset];
                s1 += cells[a1.Cell + offset];
                s2 += cells[a2.Cell + offset];
                s3 += cells[a3.Cell + offset];
            }
            begin = end;
            var plane = parameter * args.Points.Count;
            Write(maps, a0, plane, s0);
            Write(maps, a1, plane, s1);
            Write(maps, a2, plane, s2);
            Write(maps, a3, plane, s3);
        }
    }

    /// <summary>The cells that the taps of a group's points meet; 0 outside the image.</summary>
    private static void Load(
        in RingArgs args, ArrayView<float> cells, ArrayView<float> x, int firstPlane, int d0, int h0, int w0)
    {
        var count = args.GroupPlanes * args.GroupCells;
        for (var cell = Group.IdxX; cell < count; cell += Threads)
        {
            var w = cell % args.SpanW;
            var rest = cell / args.SpanW;
            var h = rest % args.SpanH;
            rest /= args.SpanH;
            var d = rest % args.Kernel.D;
            var plane = firstPlane + (rest / args.Kernel.D);
            w += w0 + args.First.W;
            h += h0 + args.First.H;
            d = (d * args.Dilation.D) + d0 + args.First.D;
            var isInside = plane < args.Planes && d >= 0 && d < args.Source.D && h >= 0 && h < args.Source.H
                && w >= 0 && w < args.Source.W;
            cells[cell] = Guarded.Load(
                x, (((((plane * args.Source.D) + d) * args.Source.H) + h) * args.Source.W) + w, isInside);
        }
    }

    private static void Write(ArrayView<float> maps, RingPoint at, int plane, float sum)
    {
        if (at.Target >= 0)
            maps[at.Target + plane] = sum;
    }

    /// <summary>A point of a thread: where its first tap lies in the group's cells, and where its first sum goes; −1 for a point
    /// that does not exist.</summary>
    private struct RingPoint
    {
        public int Cell, Target;

        public static RingPoint Of(in RingArgs args, int item, int firstPlane, int d, int h0, int w0)
        {
            var w = item % args.TileW;
            var rest = item / args.TileW;
            var h = rest % args.TileH;
            var plane = rest / args.TileH;
            var isPoint = plane < args.GroupPlanes && firstPlane + plane < args.Planes && h0 + h < args.Points.H
                && w0 + w < args.Points.W;
            var point = (((d * args.Points.H) + h0 + h) * args.Points.W) + w0 + w;
            return new RingPoint
            {
                Cell = isPoint ? (plane * args.GroupCells) + (h * args.SpanW) + w : 0,
                Target = isPoint ? ((firstPlane + plane) * args.Parameters * args.Points.Count) + point : -1,
            };
        }
    }
}
