namespace Equivariant.Gpu;

/// <summary>
/// The data gradient of a maximum over oriented copies: a product by tiles of 64 input channels × 64 cells over outputs and
/// products. The threads that load a slice make what the accumulators get of the output's gradient and its argmax, and
/// transform that; the gradients of the copies are never in memory.
/// </summary>
internal static class OrientedDataGradient<TGroup> where TGroup : struct, IOrientedGroup
{
    public const int OutputsAtOnce = Tile.Across * Tile.Down / Points;

    public const int Points = 64;

    [GpuKernel]
    public static void Convolve(
        OrientedArgs args, ArrayView<float> table, ArrayView<float> dy, ArrayView<byte> argMax, ArrayView<Float4> packed,
        ArrayView<float> dx)
    {
        const int threads = Tile.Across * Tile.Down;
        var lefts = SharedMemory.Allocate<Float4>(OutputsAtOnce * Products.Most * Quad.Pitch);
        var rights = SharedMemory.Allocate<Float4>(OutputsAtOnce * Products.Most * Quad.Pitch);
        var combine = SharedMemory.Allocate<float>(TransformTable.OutputCount);
        var g = args.Geometry;
        var lane = (Group.IdxY * Tile.Across) + Group.IdxX;
        TransformTable.LoadOutput(table, combine, lane);

        var (cells, plane) = (g.Output.H * g.Output.W, g.Input.H * g.Input.W);
        var column = (Grid.IdxX * Points) + (lane & (Points - 1));
        var image = column / plane;
        var point = column - (image * plane);
        var h = point / g.Input.W;
        var taps = OutputTaps.Of(g, h, point - (h * g.Input.W), image < g.Batch);
        var output = lane / Points;
        var from = ((image * g.OutChannels) + (Grid.IdxZ * g.GroupOut) + output) * cells;
        var rightTo = rights.Cast<float>().SubView((output * TGroup.Products * Points) + (lane & (Points - 1)));
        var fours = OutputsAtOnce * TGroup.Products * Quad.Pitch;
        var slices = (g.GroupOut + OutputsAtOnce - 1) / OutputsAtOnce;
        var leftAt = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * slices * fours) + lane;

        var sums = default(TileSums);
        for (var slice = 0; slice < slices; slice++)
        {
            var square = OutputTaps.Where(taps, output < g.GroupOut);
            var gradient = OutputTaps.Load(square, dy, from);
            var copies = OutputTaps.Load(square, argMax, from);
            Group.Barrier();
            Products.Write(rightTo, Points, TGroup.Products, TGroup.Transform(new GradientTaps(gradient, copies, combine)));
            Copy(lefts, packed, lane, leftAt, fours);
            Copy(lefts, packed, lane + threads, leftAt + threads, fours);
            Copy(lefts, packed, lane + (2 * threads), leftAt + (2 * threads), fours);
            Copy(lefts, packed, lane + (3 * threads), leftAt + (3 * threads), fours);
            Group.Barrier();
            for (var k = 0; k < TGroup.Products; k++)
            {
                // Two outputs at a time, at constant offsets: ILGPU unrolls no loops.
                var left = lefts.SubView((k * 2 * Quad.Pitch) + (Group.IdxY * 2), Quad.Pitch + 2);
                var right = rights.SubView((k * 2 * Quad.Pitch) + Group.IdxX, Quad.Pitch + 1);
                sums = TileSums.Add(sums, left[0], left[1], right[0]);
                sums = TileSums.Add(sums, left[Quad.Pitch], left[Quad.Pitch + 1], right[Quad.Pitch]);
            }
            leftAt += fours;
            from += OutputsAtOnce * cells;
            output += OutputsAtOnce;
        }

        var row = (Grid.IdxY * Tile.Size) + (Group.IdxY * 8);
        column = (Grid.IdxX * Points) + (Group.IdxX * 4);
        Write(g, dx, row, column, sums.R0);
        Write(g, dx, row + 1, column, sums.R1);
        Write(g, dx, row + 2, column, sums.R2);
        Write(g, dx, row + 3, column, sums.R3);
        Write(g, dx, row + 4, column, sums.R4);
        Write(g, dx, row + 5, column, sums.R5);
        Write(g, dx, row + 6, column, sums.R6);
        Write(g, dx, row + 7, column, sums.R7);
    }

    private static void Copy(ArrayView<Float4> slice, ArrayView<Float4> packed, int to, int from, int count)
    {
        if (to < count)
            slice[to] = packed[from];
    }

    /// <summary>Writes four neighbouring cells of a channel.</summary>
    private static void Write(in ConvGeometry g, ArrayView<float> dx, int row, int column, Float4 value)
    {
        if (row < g.GroupIn)
            OrientedPoints.Write(dx, g.Batch, g.InChannels, (Grid.IdxZ * g.GroupIn) + row, g.Input.H * g.Input.W, column, value);
    }
}

/// <summary>What each accumulator gets of the gradients that the taps meet: the largest copy's part.</summary>
internal readonly struct GradientTaps(Patch3x3<float> gradient, Patch3x3<int> argMax, ArrayView<float> combine) : ITaps
{
    private readonly Patch3x3<float> gradient = gradient;
    private readonly Patch3x3<int> argMax = argMax;
    private readonly ArrayView<float> combine = combine;

    public Patch3x3<float> Of(int accumulator)
    {
        if (accumulator == 0)
            return gradient;
        return new()
        {
            T0 = Part(gradient.T0, argMax.T0, accumulator), T1 = Part(gradient.T1, argMax.T1, accumulator),
            T2 = Part(gradient.T2, argMax.T2, accumulator), T3 = Part(gradient.T3, argMax.T3, accumulator),
            T4 = Part(gradient.T4, argMax.T4, accumulator), T5 = Part(gradient.T5, argMax.T5, accumulator),
            T6 = Part(gradient.T6, argMax.T6, accumulator), T7 = Part(gradient.T7, argMax.T7, accumulator),
            T8 = Part(gradient.T8, argMax.T8, accumulator),
        };
    }

    private float Part(float gradient, int winner, int accumulator) =>
        gradient * combine[(winner * TransformTable.CopyPitch) + accumulator];
}
