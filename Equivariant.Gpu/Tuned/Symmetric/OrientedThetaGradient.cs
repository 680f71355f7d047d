namespace Equivariant.Gpu;

/// <summary>
/// The gradient of the transformed parameters: for each accumulator a product over the points of all images, of the gradient's
/// part in it and the transformed taps. A group of 128 threads makes all products of 64 outputs and 16 channels from slices of
/// eight points; 32 threads share out a product, 8 × 4 sums each. The points are shared out to parts.
/// </summary>
internal abstract class OrientedThetaGradient<TGroup> : IBoundedKernels where TGroup : struct, IOrientedGroup
{
    public const int Outputs = 64, Channels = 16;

    private const int Depth = 8;

    private const int Teams = 4;

    /// <summary>Outputs from one to the next of the four whose gradients a thread loads.</summary>
    private const int RowStep = Tile.Across * Tile.Down / Depth;

    // Four more than needed from point to point: threads that load neighbouring points write to different banks.
    private const int LeftPitch = Outputs + 4, RightPitch = Channels + 4;

    public static KernelSpecialization Bounds => new(Tile.Across * Tile.Down, TGroup.Products >= 3 * Teams ? 2 : 3);

    /// <summary>The sums of some points, for each part: [part, product, output, channel].</summary>
    [GpuKernel]
    public static void Parts(
        OrientedArgs args, ArrayView<float> table, PartShape parts, ArrayView<float> dy, ArrayView<byte> argMax,
        ArrayView<float> x, ArrayView<float> sums)
    {
        var lefts = SharedMemory.Allocate<Float4>(Accumulators<float>.Most * Depth * LeftPitch / 4);
        var rights = SharedMemory.Allocate<Float4>(Products.Most * Depth * RightPitch / 4);
        var combine = SharedMemory.Allocate<float>(TransformTable.OutputCount);
        var g = args.Geometry;
        var lane = (Group.IdxY * Tile.Across) + Group.IdxX;
        TransformTable.LoadOutput(table, combine, lane);
        Group.Barrier();

        var group = Grid.IdxZ / parts.Count;
        var part = Grid.IdxZ - (group * parts.Count);
        var (cells, plane) = (g.Output.H * g.Output.W, g.Input.H * g.Input.W);

        // A thread loads one point of each slice, for one channel and four outputs.
        var start = part * parts.Points;
        var end = start + parts.Points < g.Batch * cells ? start + parts.Points : g.Batch * cells;
        var mine = start + (lane & (Depth - 1));
        var image = mine / cells;
        var point = mine - (image * cells);
        var h = point / g.Output.W;
        var w = point - (h * g.Output.W);
        var channel = (Grid.IdxX * Channels) + (lane / Depth);
        var output = (Grid.IdxY * Outputs) + (lane / Depth);
        var (hasChannel, allRows) = (channel < g.GroupIn, g.GroupOut - output);
        var (inputMap, outputMap) = ((group * g.GroupIn) + channel, (group * g.GroupOut) + output);
        var rightTo = rights.Cast<float>().SubView(((lane & (Depth - 1)) * RightPitch) + (lane / Depth));
        var leftTo = lefts.Cast<float>().SubView(((lane & (Depth - 1)) * LeftPitch) + (lane / Depth));

        // It sums up to four products; which, turns from group to group.
        var team = ((lane / 32) + Grid.IdxX + Grid.IdxY + Grid.IdxZ) % Teams;
        var row = lane / 4 % 8 * 2;
        var column = lane % 4;
        var (left0, left1) = (Left(table, team, row), Left(table, team + Teams, row));
        var (left2, left3) = (Left(table, team + (2 * Teams), row), Left(table, team + (3 * Teams), row));
        const int rightNext = Teams * Depth * RightPitch / 4;
        var right = rights.SubView((team * (Depth * RightPitch / 4)) + column);
        var (s0, s1, s2, s3) = (default(TileSums), default(TileSums), default(TileSums), default(TileSums));
        for (; start < end; start += Depth)
        {
            var exists = mine < end;
            var taps = InputTaps.Of(g, h, w, exists);
            var patch = InputTaps.Load(taps, x, ((image * g.InChannels) + inputMap) * plane, hasChannel);
            var from = (((image * g.OutChannels) + outputMap) * cells) + (h * g.Output.W) + w;
            var rows = exists ? allRows : 0;
            var d0 = Guarded.Load(dy, from, rows > 0);
            var d1 = Guarded.Load(dy, from + (RowStep * cells), rows > RowStep);
            var d2 = Guarded.Load(dy, from + (2 * RowStep * cells), rows > 2 * RowStep);
            var d3 = Guarded.Load(dy, from + (3 * RowStep * cells), rows > 3 * RowStep);
            var n0 = Guarded.Load(argMax, from, rows > 0);
            var n1 = Guarded.Load(argMax, from + (RowStep * cells), rows > RowStep);
            var n2 = Guarded.Load(argMax, from + (2 * RowStep * cells), rows > 2 * RowStep);
            var n3 = Guarded.Load(argMax, from + (3 * RowStep * cells), rows > 3 * RowStep);
            Group.Barrier();
            Products.Write(rightTo, Depth * RightPitch, TGroup.Products, TGroup.Transform(new SameTaps(patch)));
            Spread(leftTo, 0, d0, combine, n0);
            Spread(leftTo, RowStep, d1, combine, n1);
            Spread(leftTo, 2 * RowStep, d2, combine, n2);
            Spread(leftTo, 3 * RowStep, d3, combine, n3);
            Group.Barrier();
            s0 = Multiply(s0, lefts, left0, right, 0);
            s1 = Multiply(s1, lefts, left1, right, rightNext);
            // One idle product of twelve costs less than to ask; nobody writes its sums.
            if (TGroup.Products > (3 * Teams) - 2 || team + (2 * Teams) < TGroup.Products)
                s2 = Multiply(s2, lefts, left2, right, 2 * rightNext);
            if (TGroup.Products > 3 * Teams)
            {
                if (team + (3 * Teams) < TGroup.Products)
                    s3 = Multiply(s3, lefts, left3, right, 3 * rightNext);
            }
            mine += Depth;
            w += Depth;
            while (w >= g.Output.W)
            {
                w -= g.Output.W;
                h++;
            }
            while (h >= g.Output.H)
            {
                h -= g.Output.H;
                image++;
            }
        }

        var products = part * TGroup.Products;
        output = (Grid.IdxY * Outputs) + (row * 4);
        channel = (Grid.IdxX * Channels) + (column * 4);
        Write(g, sums, products + team, group, output, channel, s0);
        Write(g, sums, products + team + Teams, group, output, channel, s1);
        if (team + (2 * Teams) < TGroup.Products)
            Write(g, sums, products + team + (2 * Teams), group, output, channel, s2);
        if (TGroup.Products > 3 * Teams)
        {
            if (team + (3 * Teams) < TGroup.Products)
                Write(g, sums, products + team + (3 * Teams), group, output, channel, s3);
        }
    }

    private static int Left(ArrayView<float> table, int product, int row) =>
        (TransformTable.AccumulatorOf(table, product) * (Depth * LeftPitch / 4)) + row;

    /// <summary>Writes what each accumulator gets of a gradient, from a constant <paramref name="at"/> on.</summary>
    private static void Spread(ArrayView<float> slice, int at, float gradient, ArrayView<float> combine, int winner)
    {
        // Constant offsets are parts of the loads and stores.
        const int step = Depth * LeftPitch;
        combine = combine.SubView(winner * TransformTable.CopyPitch);
        slice[at] = gradient;
        slice[at + step] = gradient * combine[1];
        if (TGroup.Accumulators > 2)
        {
            slice[at + (2 * step)] = gradient * combine[2];
            slice[at + (3 * step)] = gradient * combine[3];
        }
        if (TGroup.Accumulators > 4)
            slice[at + (4 * step)] = gradient * combine[4];
        if (TGroup.Accumulators > 5)
        {
            slice[at + (5 * step)] = gradient * combine[5];
            slice[at + (6 * step)] = gradient * combine[6];
        }
        if (TGroup.Accumulators > 7)
        {
            slice[at + (7 * step)] = gradient * combine[7];
            slice[at + (8 * step)] = gradient * combine[8];
            slice[at + (9 * step)] = gradient * combine[9];
            slice[at + (10 * step)] = gradient * combine[10];
        }
    }

    /// <summary>Adds the products of a slice, eight points; <paramref name="shift"/> is a constant.</summary>
    private static TileSums Multiply(TileSums sums, ArrayView<Float4> left, int row, ArrayView<Float4> right, int shift)
    {
        // Constant offsets are parts of the loads; and ILGPU unrolls no loops.
        left = left.SubView(row);
        sums = Add(sums, left, right, shift, 0);
        sums = Add(sums, left, right, shift, 1);
        sums = Add(sums, left, right, shift, 2);
        sums = Add(sums, left, right, shift, 3);
        sums = Add(sums, left, right, shift, 4);
        sums = Add(sums, left, right, shift, 5);
        sums = Add(sums, left, right, shift, 6);
        sums = Add(sums, left, right, shift, 7);
        return sums;
    }

    private static TileSums Add(TileSums sums, ArrayView<Float4> left, ArrayView<Float4> right, int shift, int point)
    {
        var row = point * (LeftPitch / 4);
        return TileSums.Add(sums, left[row], left[row + 1], right[shift + (point * (RightPitch / 4))]);
    }

    private static void Write(
        in ConvGeometry g, ArrayView<float> sums, int product, int group, int output, int channel, TileSums values)
    {
        var at = (((product * g.OutChannels) + (group * g.GroupOut) + output) * g.GroupIn) + channel;
        Tile.Write(sums, at, g.GroupIn, g.GroupOut - output, g.GroupIn - channel, values);
    }
}

/// <summary>How many parts share out the points of all images, and how many points each has.</summary>
internal readonly record struct PartShape(int Count, int Points);
