namespace Equivariant.Gpu;

/// <summary>
/// A convolution, or a phase of its data gradient, as a matrix product by tiles: rows are the channels of the result, columns the
/// pixels of all images, and the inner axis runs over the taps and, for each, the channels of the source. Slices of the source
/// are gathered while they are loaded; nothing is unfolded in memory.
/// </summary>
internal static class ImplicitGemmTiles
{
    public static bool Fits(GpuDevice device, in ImplicitGemmArgs args) => Tile.Fits(device, Tile.Count(args.Rows), args.Groups);

    /// <summary>The product of a source [N, groups · channels, …], to a target [N, groups · rows, …].</summary>
    public static void Run(GpuDevice device, ImplicitGemmArgs args, Tensor source, Tensor weight, Tensor? bias, Tensor target)
    {
        using var packed = Packed(device, args, weight);
        Run(device, args, device.View<float>(source), packed, bias, device.View<float>(target));
    }

    /// <summary>The weights as tiles read them; the caller disposes it.</summary>
    public static Tensor Packed(GpuDevice device, ImplicitGemmArgs args, Tensor weight)
    {
        var count = args.Groups * args.Slices * Tile.Depth * args.PackedRows;
        // Where no tap meets anything there is still a slice, which is read but not multiplied.
        var packed = Tensor.Empty([Math.Max(args.Groups * Tile.Depth * args.PackedRows, count)], DType.Float32, device);
        if (count > 0)
            device.Run(TunedLaunch.PerElement(count), Pack, args, device.View<float>(weight), device.View<float>(packed));
        return packed;
    }

    /// <summary>Runs the product over some images by weights that are packed already.</summary>
    public static void Run(
        GpuDevice device, ImplicitGemmArgs args, ArrayView<float> source, Tensor packed, Tensor? bias, ArrayView<float> target) =>
        device.Run(Tile.Config(Tile.Count(args.Columns), Tile.Count(args.Rows), args.Groups), Convolve,
            args, source, device.View<float>(packed), device.View<float>(bias), target);

    /// <summary>The weights slice by slice, [group, tap, channel, row], with zeros up to whole slices and tiles: so tiles read
    /// them by fours and need not look where they end.</summary>
    [GpuKernel]
    public static void Pack(ImplicitGemmArgs args, ArrayView<float> weight, ArrayView<float> packed)
    {
        var i = Grid.GlobalIndex.X;
        if (i >= args.Groups * args.Slices * Tile.Depth * args.PackedRows)
            return;
        var row = i % args.PackedRows;
        var rest = i / args.PackedRows;
        var channel = rest % args.PackedChannels;
        rest /= args.PackedChannels;
        var tap = rest % args.Taps;
        var group = rest / args.Taps;
        var (d, h, w) = (tap / args.W.Taps / args.H.Taps, tap / args.W.Taps % args.H.Taps, tap % args.W.Taps);
        (d, h, w) = (args.D.FirstTap + (d * args.D.TapStep), args.H.FirstTap + (h * args.H.TapStep),
            args.W.FirstTap + (w * args.W.TapStep));
        packed[i] = Guarded.Load(weight, (group * args.WeightGroup) + (row * args.WeightRow) + (channel * args.WeightChannel)
            + (((d * args.KernelH) + h) * args.KernelW) + w, row < args.Rows && channel < args.Channels);
    }

    /// <summary>The product of the packed weights and the source's gathered columns.</summary>
    [GpuKernel]
    public static void Convolve(
        ImplicitGemmArgs args, ArrayView<float> source, ArrayView<float> packed, ArrayView<float> bias, ArrayView<float> y)
    {
        var lefts = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var rights = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var thread = (Group.IdxY * Tile.Across) + Group.IdxX;
        var lane = Lane.Of(thread, false);
        var (firstRow, firstColumn, group) = (Grid.IdxY * Tile.Size, Grid.IdxX * Tile.Size, Grid.IdxZ);
        var slices = args.Slices;

        // Of a left slice a thread loads four rows at two places of the inner axis, half a slice apart.
        var weights = packed.Cast<Float4>();
        var weightStep = args.PackedRows / 4;
        var weightAt = (((group * slices * Tile.Depth) + (thread / Tile.Across)) * weightStep) + (firstRow / 4)
            + (thread % Tile.Across);
        var leftAt = (thread / Tile.Across * Tile.Pitch / 4) + (thread % Tile.Across);

        // The place in the source that a thread's column meets at offset 0, and what it loads there.
        var plane = args.D.Source * args.H.Source * args.W.Source;
        var column = firstColumn + lane.Outer;
        var (image, d0, h0, w0) = args.Pixel(column);
        d0 = args.D.First + (d0 * args.D.Step);
        h0 = args.H.First + (h0 * args.H.Step);
        w0 = args.W.First + (w0 * args.W.Step);
        var from = (((image * args.Groups) + group) * args.Channels * plane) + (lane.Inner * plane);
        var rightStep = lane.InnerStep * plane;
        var rightNext = lane.InnerNext * plane;
        var (tapD, tapH, tapW) = (args.D.FirstOffset, args.H.FirstOffset, args.W.FirstOffset);
        var (endH, endW) = (tapH + (args.H.Taps * args.H.OffsetStep), tapW + (args.W.Taps * args.W.OffsetStep));
        var rightAt = from + args.Cell(d0 + tapD, h0 + tapH, w0 + tapW);
        var isInside = column < args.Columns && args.IsInside(d0 + tapD, h0 + tapH, w0 + tapW);

        var sums = default(TileSums);
        var channelsLeft = args.Channels;
        var before = 0;
        for (var slice = 0; slice <= slices; slice++)
        {
            var depth = slice == slices ? 0 : channelsLeft < Tile.Depth ? channelsLeft : Tile.Depth;
            // Behind the last slice the first one again, which nobody multiplies.
            var weight = weights.SubView(weightAt + ((slice < slices ? slice : 0) * Tile.Depth * weightStep));
            var (l0, l1) = (weight[0], weight[Tile.Depth / 2 * weightStep]);
            var rightCount = isInside ? depth - lane.Inner : 0;
            var r0 = Guarded.Load(source, rightAt, rightStep, rightCount, lane.InnerStep);
            var r1 = Guarded.Load(source, rightAt + rightNext, rightStep, rightCount - lane.InnerNext, lane.InnerStep);
            sums = Tile.Multiply(sums, lefts, rights, slice - 1, before);
            var left = lefts.SubView(((slice & 1) * Tile.Fours) + leftAt, (Tile.Fours / 2) + 1);
            left[0] = l0;
            left[Tile.Fours / 2] = l1;
            Lane.Fill(lane, rights, (slice & 1) * 4 * Tile.Fours, Tile.Pitch, r0, r1);
            Group.Barrier();
            before = depth;
            rightAt += depth * plane;
            channelsLeft -= depth;
            if (channelsLeft == 0)
            {
                channelsLeft = args.Channels;
                tapW += args.W.OffsetStep;
                if (tapW == endW)
                {
                    tapW = args.W.FirstOffset;
                    tapH += args.H.OffsetStep;
                    if (tapH == endH)
                    {
                        tapH = args.H.FirstOffset;
                        tapD += args.D.OffsetStep;
                    }
                }
                rightAt = from + args.Cell(d0 + tapD, h0 + tapH, w0 + tapW);
                isInside = column < args.Columns && args.IsInside(d0 + tapD, h0 + tapH, w0 + tapW);
            }
        }

        var row = firstRow + (Group.IdxY * 8);
        column = firstColumn + (Group.IdxX * 4);
        if (args.HasBias != 0)
            sums = AddBias(sums, bias, (group * args.Rows) + row, args.Rows - row);
        Write(args, y, column, group, row, sums.R0.X, sums.R1.X, sums.R2.X, sums.R3.X, sums.R4.X, sums.R5.X, sums.R6.X, sums.R7.X);
        column++;
        Write(args, y, column, group, row, sums.R0.Y, sums.R1.Y, sums.R2.Y, sums.R3.Y, sums.R4.Y, sums.R5.Y, sums.R6.Y, sums.R7.Y);
        column++;
        Write(args, y, column, group, row, sums.R0.Z, sums.R1.Z, sums.R2.Z, sums.R3.Z, sums.R4.Z, sums.R5.Z, sums.R6.Z, sums.R7.Z);
        column++;
        Write(args, y, column, group, row, sums.R0.W, sums.R1.W, sums.R2.W, sums.R3.W, sums.R4.W, sums.R5.W, sums.R6.W, sums.R7.W);
    }

    private static TileSums AddBias(TileSums sums, ArrayView<float> bias, int at, int left) => TileSums.Add(
        sums, Guarded.Load(bias, at, 1, left, 1), Guarded.Load(bias, at + 4, 1, left - 4, 1), Float4.Ones);

    /// <summary>Writes eight rows of a column where its pixel lies in the result.</summary>
    private static void Write(in ImplicitGemmArgs args, ArrayView<float> y, int column, int group, int row,
        float v0, float v1, float v2, float v3, float v4, float v5, float v6, float v7)
    {
        if (column >= args.Columns)
            return;
        var (image, d, h, w) = args.Pixel(column);
        var plane = args.D.Target * args.H.Target * args.W.Target;
        d = args.D.FirstTarget + (d * args.D.TargetStep);
        h = args.H.FirstTarget + (h * args.H.TargetStep);
        w = args.W.FirstTarget + (w * args.W.TargetStep);
        var at = (((((image * args.Groups) + group) * args.Rows) + row) * plane)
            + (((d * args.H.Target) + h) * args.W.Target) + w;
        var left = args.Rows - row;
        WriteOne(y, at, left > 0, v0);
        WriteOne(y, at + plane, left > 1, v1);
        WriteOne(y, at + (2 * plane), left > 2, v2);
        WriteOne(y, at + (3 * plane), left > 3, v3);
        WriteOne(y, at + (4 * plane), left > 4, v4);
        WriteOne(y, at + (5 * plane), left > 5, v5);
        WriteOne(y, at + (6 * plane), left > 6, v6);
        WriteOne(y, at + (7 * plane), left > 7, v7);
    }

    private static void WriteOne(ArrayView<float> y, int at, bool isInside, float value)
    {
        if (isInside)
            y[at] = value;
    }
}
