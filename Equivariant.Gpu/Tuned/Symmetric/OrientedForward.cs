namespace Equivariant.Gpu;

/// <summary>
/// The forward pass of a maximum over oriented copies. A group of 16 × (8 or 16) threads makes 32 or 64 outputs of 64 points, a
/// thread 4 × 4 of them: all accumulators in registers, and at the end the copies and the largest one. The taps of a slice are
/// transformed by the threads that load them; neither they nor the copies are ever in memory.
/// </summary>
internal abstract class OrientedForward<TGroup> : IBoundedKernels where TGroup : struct, IOrientedGroup
{
    /// <summary>Accumulators whose sums leave a multiprocessor room for two groups of 256 threads.</summary>
    private const int FewAccumulators = 5;

    private const int MostChannels = 4;

    public const int Points = 64;

    public static int MostDown => TGroup.Accumulators <= FewAccumulators ? 16 : 8;

    /// <summary>Fours of a slice of the parameters that a thread copies, at most four.</summary>
    private static int FoursOfThread => ((TGroup.Products * MostDown) + 63) / 64;

    public static KernelSpecialization Bounds => new(Tile.Across * MostDown, 2);

    /// <summary>y and its argmax, a byte each.</summary>
    [GpuKernel]
    public static void Convolve(
        OrientedArgs args, ArrayView<float> table, ArrayView<float> x, ArrayView<Float4> packed, ArrayView<float> bias,
        ArrayView<float> y, ArrayView<byte> argMax)
    {
        var lefts = SharedMemory.Allocate<Float4>(MostChannels * Products.Most * Quad.Pitch);
        var rights = SharedMemory.Allocate<Float4>(MostChannels * Products.Most * Quad.Pitch);
        var combine = SharedMemory.Allocate<float>(TransformTable.OutputCount);
        var g = args.Geometry;
        var lane = (Group.IdxY * Tile.Across) + Group.IdxX;
        var threads = Group.DimY * Tile.Across;
        TransformTable.LoadOutput(table, combine, lane);

        // A thread transforms the taps of one point and, in each slice, of one channel.
        var channelsAtOnce = threads / Points;
        var (cells, plane) = (g.Output.H * g.Output.W, g.Input.H * g.Input.W);
        var column = (Grid.IdxX * Points) + (lane & (Points - 1));
        var image = column / cells;
        var point = column - (image * cells);
        var h = point / g.Output.W;
        var taps = InputTaps.Of(g, h, point - (h * g.Output.W), image < g.Batch);
        var channel = lane / Points;
        var from = ((image * g.InChannels) + (Grid.IdxZ * g.GroupIn) + channel) * plane;
        var rightTo = rights.Cast<float>().SubView((channel * TGroup.Products * Points) + (lane & (Points - 1)));

        // And it copies some fours of the parameters, 16 rows of the slice apart.
        var fours = channelsAtOnce * TGroup.Products * Group.DimY;
        var slices = (g.GroupIn + channelsAtOnce - 1) / channelsAtOnce;
        var leftAt = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * slices * fours) + lane;
        var leftTo = lefts.SubView((lane / Group.DimY * Quad.Pitch) + (lane % Group.DimY));
        const int leftStep = 16 * Quad.Pitch;

        var sums = default(Accumulators<Quad>);
        for (var slice = 0; slice < slices; slice++)
        {
            var patch = InputTaps.Load(taps, x, from, channel < g.GroupIn);
            var l0 = Guarded.Load(packed, leftAt, lane < fours);
            var l1 = Guarded.Load(packed, leftAt + threads, FoursOfThread > 1 && lane + threads < fours);
            var l2 = Guarded.Load(packed, leftAt + (2 * threads), FoursOfThread > 2 && lane + (2 * threads) < fours);
            var l3 = Guarded.Load(packed, leftAt + (3 * threads), FoursOfThread > 3 && lane + (3 * threads) < fours);
            Group.Barrier();
            Products.Write(rightTo, Points, TGroup.Products, TGroup.Transform(new SameTaps(patch)));
            Store(leftTo, 0, lane < fours, l0);
            Store(leftTo, leftStep, FoursOfThread > 1 && lane + threads < fours, l1);
            Store(leftTo, 2 * leftStep, FoursOfThread > 2 && lane + (2 * threads) < fours, l2);
            Store(leftTo, 3 * leftStep, FoursOfThread > 3 && lane + (3 * threads) < fours, l3);
            Group.Barrier();
            const int channelFours = ((Products.Most - 1) * Quad.Pitch) + 1;
            for (var k = 0; k < channelsAtOnce; k++)
            {
                var first = k * TGroup.Products * Quad.Pitch;
                sums = TGroup.Add(sums, lefts.SubView(first + Group.IdxY, channelFours),
                    rights.SubView(first + Group.IdxX, channelFours));
            }
            leftAt += fours;
            from += channelsAtOnce * plane;
            channel += channelsAtOnce;
        }

        var row = ((Grid.IdxY * Group.DimY) + Group.IdxY) * 4;
        column = (Grid.IdxX * Points) + (Group.IdxX * 4);
        var largest = OrientedMaxout.Of<TGroup>(sums, combine, args.Copies);
        Write(args, largest.Value.R0, largest.ArgMax0, bias, y, argMax, row, column);
        Write(args, largest.Value.R1, largest.ArgMax1, bias, y, argMax, row + 1, column);
        Write(args, largest.Value.R2, largest.ArgMax2, bias, y, argMax, row + 2, column);
        Write(args, largest.Value.R3, largest.ArgMax3, bias, y, argMax, row + 3, column);
    }

    /// <summary>Writes four neighbouring results of an output.</summary>
    private static void Write(
        in OrientedArgs args, Float4 value, int argMax4, ArrayView<float> bias, ArrayView<float> y, ArrayView<byte> argMax,
        int row, int column)
    {
        if (row >= args.Geometry.GroupOut)
            return;
        var output = (Grid.IdxZ * args.Geometry.GroupOut) + row;
        if (args.HasBias != 0)
            value = Float4.Add(value, bias[output], Float4.Ones);
        var cells = args.Geometry.Output.H * args.Geometry.Output.W;
        OrientedPoints.Write(y, args.Geometry.Batch, args.Geometry.OutChannels, output, cells, column, value);
        if (args.KeepsArgMax != 0)
            OrientedPoints.Write(argMax, args.Geometry.Batch, args.Geometry.OutChannels, output, cells, column, argMax4);
    }

    private static void Store(ArrayView<Float4> target, int at, bool isInside, Float4 value)
    {
        if (isInside)
            target[at] = value;
    }
}
