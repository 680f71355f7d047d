namespace Equivariant.Gpu;

/// <summary>
/// The convolution's weight gradient by tiles: rows are the output channels, columns the taps of all input channels, and the
/// inner axis runs over the pixels of the images. The pixels are shared out between groups, whose parts a second kernel adds in
/// their order: no atomics, so the same on every run.
/// </summary>
internal sealed class GpuConvWeightGradient : IGpuTuned<ConvOp.WeightGradient, ConvGeometry>
{
    /// <summary>Slices that a part has at least: fewer are not worth its addition.</summary>
    private const int FewestSlices = 16;

    /// <summary>A depth that no cell has; the sum of two is none either.</summary>
    private const int Nowhere = 1 << 29;

    public bool TryRun(GpuDevice device, int count, in ConvGeometry g, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !Takes(device, g))
            return false;
        var (views, parts) = (device.Views(operands), PartsOf(device, g));
        if (parts == 1)
        {
            Multiply(device, g, 1, views.A, views.B, views.Y);
            return true;
        }
        using var sums = Tensor.Empty([parts * count], DType.Float32, device);
        Multiply(device, g, parts, views.A, views.B, device.View<float>(sums));
        PartSums.Run(device, parts, count, device.View<float>(sums), views.Y);
        return true;
    }

    /// <summary>Whether tiles are filled enough, and the device can run them.</summary>
    internal static bool Takes(GpuDevice device, in ConvGeometry g) =>
        g.GroupOut >= GpuConvForward.FewestRows && g.Products >= GpuConvForward.FewestRows
        && Tile.Fits(device, Tile.Count(g.GroupOut), g.Groups * PartsOf(device, g))
        && (long)PartsOf(device, g) * g.OutChannels * g.Products <= int.MaxValue;

    /// <summary>Parts that the pixels are shared out to, so that every multiprocessor has work.</summary>
    internal static int PartsOf(GpuDevice device, in ConvGeometry g) => PartSums.Count(
        device, (long)Tile.Count(g.GroupOut) * Tile.Count(g.Products) * g.Groups, Slices(g) / FewestSlices);

    /// <summary>The gradient from each part of the pixels.</summary>
    internal static void Multiply(
        GpuDevice device, in ConvGeometry g, int parts, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> sums) =>
        device.Run(Tile.Config(Tile.Count(g.Products), Tile.Count(g.GroupOut), g.Groups * parts), Parts,
            new Args(g, parts, g.OutChannels * g.Products), dy, x, sums);

    [GpuKernel]
    public static void Parts(Args args, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> parts)
    {
        var lefts = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var rights = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var patches = SharedMemory.Allocate<Patch>(Tile.Size);
        var g = args.Geometry;
        var thread = (Group.IdxY * Tile.Across) + Group.IdxX;
        var (firstRow, firstColumn) = (Grid.IdxY * Tile.Size, Grid.IdxX * Tile.Size);
        var group = Grid.IdxZ / args.PartCount;
        var part = Grid.IdxZ - (group * args.PartCount);
        var (rows, columns, pixels) = (g.GroupOut, g.GroupIn * g.Kernel.Count, g.Output.Count);
        if (thread < Tile.Size)
            patches[thread] = Patch.Of(g, group, firstColumn + thread, columns);
        Group.Barrier();

        // A thread has one pixel of a slice, and every eighth row and column.
        var (inner, outer) = (thread & (Tile.Depth - 1), thread / Tile.Depth);
        var rowsLeft = rows - firstRow - outer;
        var firstChannel = (group * rows) + firstRow + outer;
        var total = Slices(g);
        var firstSlice = (int)((long)part * total / args.PartCount);
        var slices = (int)((part + 1L) * total / args.PartCount) - firstSlice;
        var at = Cell.Of((firstSlice * Tile.Depth) + inner, g.Output);

        var sums = default(TileSums);
        var before = 0;
        for (var slice = 0; slice <= slices; slice++)
        {
            // Pixels behind the last one meet nothing.
            var isPixel = slice < slices && at.Plane < g.Batch;
            var pixel = (((at.D * g.Output.H) + at.H) * g.Output.W) + at.W;
            var leftAt = (((at.Plane * g.OutChannels) + firstChannel) * pixels) + pixel;
            var leftCount = isPixel ? rowsLeft : 0;
            var l0 = Guarded.Load(dy, leftAt, 8 * pixels, leftCount, 8);
            var l1 = Guarded.Load(dy, leftAt + (32 * pixels), 8 * pixels, leftCount - 32, 8);
            var (d, h, w) = (isPixel ? at.D * g.Stride.D : Nowhere, at.H * g.Stride.H, at.W * g.Stride.W);
            var from = (at.Plane * g.InChannels * g.Input.Count) + (((d * g.Input.H) + h) * g.Input.W) + w;
            var r0 = Patch.Load(patches, outer, g, x, from, d, h, w);
            var r1 = Patch.Load(patches, outer + 32, g, x, from, d, h, w);
            sums = Tile.Multiply(sums, lefts, rights, slice - 1, before);
            Fill(lefts, ((slice & 1) * 4 * Tile.Fours) + (inner * Tile.Pitch) + outer, l0, l1);
            Fill(rights, ((slice & 1) * 4 * Tile.Fours) + (inner * Tile.Pitch) + outer, r0, r1);
            Group.Barrier();
            before = Tile.Depth;
            at = Forward(at, g.Output);
        }

        var row = firstRow + (Group.IdxY * 8);
        var column = firstColumn + (Group.IdxX * 4);
        Tile.Write(
            parts, (part * args.Count) + (((group * rows) + row) * columns) + column, columns, rows - row, columns - column, sums);
    }

    private static int Slices(in ConvGeometry g) => (int)((((long)g.Batch * g.Output.Count) + Tile.Depth - 1) / Tile.Depth);

    private static void Fill(ArrayView<Float4> slices, int at, Float4 first, Float4 second)
    {
        var numbers = slices.Cast<float>();
        Tile.Fill(numbers, at, 8, first);
        Tile.Fill(numbers, at + 32, 8, second);
    }

    /// <summary>The pixel one slice on.</summary>
    private static Cell Forward(Cell at, Volume size)
    {
        var (plane, d, h, w) = (at.Plane, at.D, at.H, at.W + Tile.Depth);
        while (w >= size.W)
        {
            w -= size.W;
            h++;
        }
        while (h >= size.H)
        {
            h -= size.H;
            d++;
        }
        while (d >= size.D)
        {
            d -= size.D;
            plane++;
        }
        return new(plane, d, h, w);
    }

    /// <param name="Geometry">The convolution.</param>
    /// <param name="PartCount">Parts that the pixels are shared out to.</param>
    /// <param name="Count">Weights.</param>
    internal readonly record struct Args(ConvGeometry Geometry, int PartCount, int Count);

    /// <summary>A column, a tap of an input channel: how far from a pixel's first cell its own lies, flat and along each
    /// axis.</summary>
    private struct Patch
    {
        private int offset, d, h, w;

        public static Patch Of(in ConvGeometry g, int group, int column, int columns)
        {
            var tap = Cell.Of(column, g.Kernel);
            var (d, h, w) = ((tap.D * g.Dilation.D) - g.Padding.D, (tap.H * g.Dilation.H) - g.Padding.H,
                (tap.W * g.Dilation.W) - g.Padding.W);
            return new Patch
            {
                offset = (((group * g.GroupIn) + tap.Plane) * g.Input.Count) + (((d * g.Input.H) + h) * g.Input.W) + w,
                // Beyond the last column no pixel meets anything.
                d = column < columns ? d : Nowhere,
                h = h,
                w = w,
            };
        }

        /// <summary>What every eighth column from one on meets at a pixel.</summary>
        public static Float4 Load(
            ArrayView<Patch> patches, int column, in ConvGeometry g, ArrayView<float> x, int from, int d, int h, int w)
        {
            var four = patches.SubView(column, 25);
            return new()
            {
                X = Load(four[0], g, x, from, d, h, w),
                Y = Load(four[8], g, x, from, d, h, w),
                Z = Load(four[16], g, x, from, d, h, w),
                W = Load(four[24], g, x, from, d, h, w),
            };
        }

        private static float Load(Patch patch, in ConvGeometry g, ArrayView<float> x, int from, int d, int h, int w) =>
            Guarded.Load(x, from + patch.offset, (uint)(patch.d + d) < (uint)g.Input.D
                && (uint)(patch.h + h) < (uint)g.Input.H && (uint)(patch.w + w) < (uint)g.Input.W);
    }
}
