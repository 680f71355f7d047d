using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu.Tuned;

/// <summary>
/// The convolution's weight gradient by tiles: rows are the output channels, columns the taps of all input channels, and the
/// inner axis runs over the points of the images. The images are shared out between groups, whose parts a second kernel adds in
/// their order: no atomics, so the same on every run.
/// </summary>
internal sealed class GpuConvWeightGradient : IGpuTuned<ConvOp.WeightGradient, ConvGeometry>
{
    /// <summary>Groups that keep a multiprocessor busy.</summary>
    private const int GroupsPerProcessor = 4;

    /// <summary>Threads of a group that adds parts.</summary>
    private const int AddThreads = 128;

    private static readonly MethodInfo PartsKernel = typeof(GpuConvWeightGradient).GetMethod(nameof(Parts))!;
    private static readonly MethodInfo AddKernel = typeof(GpuConvWeightGradient).GetMethod(nameof(AddParts))!;

    public static IEnumerable<MethodInfo> Kernels => [PartsKernel, AddKernel];

    public bool TryRun(GpuDevice device, int count, in ConvGeometry g, in Kernels.Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || !Takes(device, g))
            return false;
        var (dy, x, dw) = (device.View<float>(operands.A), device.View<float>(operands.B), device.View<float>(operands.Y));
        var parts = PartsOf(device, g);
        if (parts == 1)
        {
            Multiply(device, g, 1, dy, x, dw);
            return true;
        }
        using var sums = Tensor.Empty([parts * count], DType.Float32, device);
        Multiply(device, g, parts, dy, x, device.View<float>(sums));
        Add(device, parts, count, device.View<float>(sums), dw);
        return true;
    }

    /// <summary>Whether tiles are filled enough, and the device can run them.</summary>
    internal static bool Takes(GpuDevice device, in ConvGeometry g) =>
        g.GroupOut >= GpuConvForward.FewestRows && g.Products >= GpuConvForward.FewestRows
        && Tile.Fits(device, Tile.Count(g.GroupOut), g.Groups * PartsOf(device, g))
        && (long)PartsOf(device, g) * g.OutChannels * g.Products <= int.MaxValue;

    /// <summary>Parts that the images are shared out to, so that every multiprocessor has work.</summary>
    internal static int PartsOf(GpuDevice device, in ConvGeometry g)
    {
        var tiles = (long)Tile.Count(g.GroupOut) * Tile.Count(g.Products) * g.Groups;
        var wanted = ((GroupsPerProcessor * device.Accelerator.NumMultiprocessors) + tiles - 1) / tiles;
        return (int)Math.Clamp(wanted, 1, Math.Max(1, g.Batch));
    }

    /// <summary>The gradient from each part of the images.</summary>
    internal static void Multiply(
        GpuDevice device, in ConvGeometry g, int parts, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> sums)
    {
        var multiply = device.Kernel<Action<AcceleratorStream, KernelConfig, Args, ArrayView<float>, ArrayView<float>,
            ArrayView<float>>>(PartsKernel);
        var args = new Args(g, parts, g.OutChannels * g.Products);
        var config = Tile.Config(Tile.Count(g.Products), Tile.Count(g.GroupOut), g.Groups * parts);
        device.Enqueue(stream => multiply(stream, config, args, dy, x, sums));
    }

    /// <summary>The sum of the parts.</summary>
    internal static void Add(GpuDevice device, int parts, int count, ArrayView<float> sums, ArrayView<float> dw)
    {
        var add = device.Kernel<Action<AcceleratorStream, KernelConfig, int, int, ArrayView<float>, ArrayView<float>>>(AddKernel);
        device.Enqueue(stream =>
            add(stream, new KernelConfig((count + AddThreads - 1) / AddThreads, AddThreads), parts, count, sums, dw));
    }

    /// <summary>The gradient from some images, for each part.</summary>
    public static void Parts(Args args, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> parts)
    {
        var lefts = SharedMemory.Allocate<Float4>(2 * Tile.LeftFours);
        var rights = SharedMemory.Allocate<Float4>(2 * Tile.RightFours);
        var g = args.Geometry;
        var lane = Lane.Of((Group.IdxY * Tile.Across) + Group.IdxX, true);
        var (firstRow, firstColumn) = (Grid.IdxY * Tile.Size, Grid.IdxX * Tile.Size);
        var group = Grid.IdxZ / args.PartCount;
        var part = Grid.IdxZ - (group * args.PartCount);
        var (rows, columns, points) = (g.GroupOut, g.GroupIn * g.Kernel.Count, g.Output.Count);
        var row = firstRow + lane.Outer;
        var upperCount = row < rows ? points : 0;
        var lowerCount = row + lane.OuterNext < rows ? points : 0;
        var first = Patch.Of(g, group, firstColumn + lane.Outer, columns);
        var second = Patch.Of(g, group, firstColumn + lane.Outer + lane.OuterNext, columns);

        var sums = default(TileSums);
        var image = part * g.Batch / args.PartCount;
        var slicesPerImage = (points + Tile.Depth - 1) / Tile.Depth;
        var slices = (((part + 1) * g.Batch / args.PartCount) - image) * slicesPerImage;
        var (start, before) = (0, 0);
        for (var slice = 0; slice <= slices; slice++)
        {
            // Behind the last slice no point is left.
            var point = slice < slices ? start + lane.Inner : points;
            var leftAt = ((((image * g.OutChannels) + (group * rows) + row) * points) + point);
            var l0 = Guarded.Load(dy, leftAt, 1, upperCount - point, 1);
            var l1 = Guarded.Load(dy, leftAt + (lane.OuterNext * points), 1, lowerCount - point, 1);
            var from = image * g.InChannels * g.Input.Count;
            var at = Cell.Of(point, g.Output);
            Float4 r0 = default, r1 = default;
            r0.X = Patch.Load(first, g, x, from, at);
            r1.X = Patch.Load(second, g, x, from, at);
            at = Next(at, g.Output);
            r0.Y = Patch.Load(first, g, x, from, at);
            r1.Y = Patch.Load(second, g, x, from, at);
            at = Next(at, g.Output);
            r0.Z = Patch.Load(first, g, x, from, at);
            r1.Z = Patch.Load(second, g, x, from, at);
            at = Next(at, g.Output);
            r0.W = Patch.Load(first, g, x, from, at);
            r1.W = Patch.Load(second, g, x, from, at);
            sums = Tile.Multiply(sums, lefts, rights, slice - 1, before);
            Lane.Fill(lane, lefts, (slice & 1) * 4 * Tile.LeftFours, Tile.LeftPitch, l0, l1);
            Lane.Fill(lane, rights, (slice & 1) * 4 * Tile.RightFours, Tile.Size, r0, r1);
            Group.Barrier();
            before = points - start < Tile.Depth ? points - start : Tile.Depth;
            start += Tile.Depth;
            if (start >= points)
            {
                start = 0;
                image++;
            }
        }

        row = firstRow + (Group.IdxY * 8);
        var column = firstColumn + (Group.IdxX * 4);
        Tile.Write(parts, (part * args.Count) + (((group * rows) + row) * columns) + column, columns, rows - row, columns - column,
            sums);
    }

    /// <summary>The sum of the parts.</summary>
    public static void AddParts(int partCount, int count, ArrayView<float> parts, ArrayView<float> dw)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        var sum = 0f;
        for (var part = 0; part < partCount; part++)
            sum += parts[(part * count) + i];
        dw[i] = sum;
    }

    /// <summary>The point after a point; beyond the last one Plane is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Cell Next(Cell at, Volume size)
    {
        var (plane, d, h, w) = (at.Plane, at.D, at.H, at.W + 1);
        if (w == size.W)
        {
            w = 0;
            h++;
        }
        if (h == size.H)
        {
            h = 0;
            d++;
        }
        if (d == size.D)
        {
            d = 0;
            plane++;
        }
        return new(plane, d, h, w);
    }

    /// <summary>Shapes.</summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="partCount">Parts that the images are shared out to.</param>
    /// <param name="count">Weights.</param>
    internal readonly struct Args(ConvGeometry geometry, int partCount, int count)
    {
        public readonly ConvGeometry Geometry = geometry;
        public readonly int PartCount = partCount, Count = count;
    }

    /// <summary>A column: a tap of an input channel.</summary>
    private struct Patch
    {
        private int channel, d, h, w;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Patch Of(in ConvGeometry g, int group, int column, int columns)
        {
            var tap = Cell.Of(column, g.Kernel);
            return new Patch
            {
                // Beyond the last column: a channel that nothing is loaded from.
                channel = column < columns ? ((group * g.GroupIn) + tap.Plane) * g.Input.Count : -1,
                d = (tap.D * g.Dilation.D) - g.Padding.D,
                h = (tap.H * g.Dilation.H) - g.Padding.H,
                w = (tap.W * g.Dilation.W) - g.Padding.W,
            };
        }

        /// <summary>What the tap meets at a point of an image.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Load(Patch patch, in ConvGeometry g, ArrayView<float> x, int from, Cell at)
        {
            var d = patch.d + (at.D * g.Stride.D);
            var h = patch.h + (at.H * g.Stride.H);
            var w = patch.w + (at.W * g.Stride.W);
            return Guarded.Load(x, from + patch.channel + (((d * g.Input.H) + h) * g.Input.W) + w,
                patch.channel >= 0 && at.Plane == 0 && d >= 0 && d < g.Input.D && h >= 0 && h < g.Input.H
                && w >= 0 && w < g.Input.W);
        }
    }
}
