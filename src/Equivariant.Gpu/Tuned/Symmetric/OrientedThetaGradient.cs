using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu.Tuned;

/// <summary>
/// The gradient of the transformed parameters: for each accumulator a product over the points of all images, of the gradient's
/// part in it and the transformed taps. A group of 128 threads makes all products of 64 outputs and 16 channels from slices of
/// eight points; 32 threads share out a product, 8 × 4 sums each. The points are shared out to parts.
/// </summary>
internal abstract class OrientedThetaGradient<TGroup> : IBoundedKernels where TGroup : struct, IOrientedGroup
{
    /// <summary>Outputs and channels of a group of threads.</summary>
    public const int Outputs = 64, Channels = 16;

    /// <summary>Points of a slice.</summary>
    private const int Depth = 8;

    /// <summary>Products that are made side by side.</summary>
    private const int Teams = 4;

    // Four more than needed from point to point: threads that load neighbouring points write to different banks.
    private const int LeftPitch = Outputs + 4, RightPitch = Channels + 4;

    public static KernelSpecialization Bounds => new(Tile.Across * Tile.Down, TGroup.Products >= 3 * Teams ? 2 : 3);

    /// <summary>The sums of some points, for each part: [part, product, output, channel].</summary>
    public static void Parts(
        OrientedArgs args, PartShape parts, ArrayView<float> dy, ArrayView<byte> winners, ArrayView<float> x,
        ArrayView<float> sums)
    {
        var lefts = SharedMemory.Allocate<Float4>(Accumulators<float>.Most * Depth * LeftPitch / 4);
        var rights = SharedMemory.Allocate<Float4>(Products.Most * Depth * RightPitch / 4);
        var combine = SharedMemory.Allocate<float>(OrientedCodes.CombineCount);
        var g = args.Geometry;
        var lane = (Group.IdxY * Tile.Across) + Group.IdxX;
        args.Codes.FillCombine(combine, lane);
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
        var leftTo = ((lane & (Depth - 1)) * LeftPitch) + (lane / Depth);
        var rightTo = ((lane & (Depth - 1)) * RightPitch) + (lane / Depth);

        // It sums up to four products; which, turns from group to group.
        var team = ((lane / 32) + Grid.IdxX + Grid.IdxY + Grid.IdxZ) % Teams;
        var row = lane / 4 % 8 * 2;
        var column = lane % 4;
        var (left0, left1) = (Left(args, team, row), Left(args, team + Teams, row));
        var (left2, left3) = (Left(args, team + (2 * Teams), row), Left(args, team + (3 * Teams), row));
        const int rightNext = Teams * Depth * RightPitch / 4;
        var right = (team * (Depth * RightPitch / 4)) + column;
        var (s0, s1, s2, s3) = (default(TileSums), default(TileSums), default(TileSums), default(TileSums));
        for (; start < end; start += Depth)
        {
            var exists = mine < end;
            var taps = TapSquare.InInput(g, h, w, exists && channel < g.GroupIn);
            var nine = TapSquare.Load(taps, x, ((image * g.InChannels) + (group * g.GroupIn) + channel) * plane);
            var from = (((image * g.OutChannels) + (group * g.GroupOut) + output) * cells) + (h * g.Output.W) + w;
            var d0 = Guarded.Load(dy, from, exists && output < g.GroupOut);
            var d1 = Guarded.Load(dy, from + (16 * cells), exists && output + 16 < g.GroupOut);
            var d2 = Guarded.Load(dy, from + (32 * cells), exists && output + 32 < g.GroupOut);
            var d3 = Guarded.Load(dy, from + (48 * cells), exists && output + 48 < g.GroupOut);
            var n0 = Name(winners, from, exists && output < g.GroupOut);
            var n1 = Name(winners, from + (16 * cells), exists && output + 16 < g.GroupOut);
            var n2 = Name(winners, from + (32 * cells), exists && output + 32 < g.GroupOut);
            var n3 = Name(winners, from + (48 * cells), exists && output + 48 < g.GroupOut);
            Group.Barrier();
            Products.Write(
                rights.Cast<float>(), rightTo, Depth * RightPitch, TGroup.Products, TGroup.Transform(new SameTaps(nine)));
            Spread(lefts.Cast<float>(), leftTo, d0, combine, n0);
            Spread(lefts.Cast<float>(), leftTo + 16, d1, combine, n1);
            Spread(lefts.Cast<float>(), leftTo + 32, d2, combine, n2);
            Spread(lefts.Cast<float>(), leftTo + 48, d3, combine, n3);
            Group.Barrier();
            s0 = Multiply(s0, lefts, rights, left0, right);
            s1 = Multiply(s1, lefts, rights, left1, right + rightNext);
            // One idle product of twelve costs less than to ask; nobody writes its sums.
            if (TGroup.Products > (3 * Teams) - 2 || team + (2 * Teams) < TGroup.Products)
                s2 = Multiply(s2, lefts, rights, left2, right + (2 * rightNext));
            if (TGroup.Products > 3 * Teams)
            {
                if (team + (3 * Teams) < TGroup.Products)
                    s3 = Multiply(s3, lefts, rights, left3, right + (3 * rightNext));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Left(in OrientedArgs args, int product, int row) =>
        (args.Codes.AccumulatorOf(product) * (Depth * LeftPitch / 4)) + row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Name(ArrayView<byte> winners, int at, bool isInside) => isInside ? winners[at] : 0;

    /// <summary>Writes what each accumulator gets of a gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(ArrayView<float> slice, int at, float gradient, ArrayView<float> combine, int winner)
    {
        const int step = Depth * LeftPitch;
        winner *= OrientedCodes.CombinePitch;
        slice[at] = gradient;
        slice[at + step] = gradient * combine[winner + 1];
        if (TGroup.Accumulators > 2)
        {
            slice[at + (2 * step)] = gradient * combine[winner + 2];
            slice[at + (3 * step)] = gradient * combine[winner + 3];
        }
        if (TGroup.Accumulators > 4)
            slice[at + (4 * step)] = gradient * combine[winner + 4];
        if (TGroup.Accumulators > 5)
        {
            slice[at + (5 * step)] = gradient * combine[winner + 5];
            slice[at + (6 * step)] = gradient * combine[winner + 6];
        }
        if (TGroup.Accumulators > 7)
        {
            slice[at + (7 * step)] = gradient * combine[winner + 7];
            slice[at + (8 * step)] = gradient * combine[winner + 8];
            slice[at + (9 * step)] = gradient * combine[winner + 9];
            slice[at + (10 * step)] = gradient * combine[winner + 10];
        }
    }

    /// <summary>Adds the products of a slice, eight points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TileSums Multiply(TileSums sums, ArrayView<Float4> left, ArrayView<Float4> right, int row, int column)
    {
        // Constant offsets are parts of the loads; and ILGPU unrolls no loops.
        left = left.SubView(row, ((Depth - 1) * LeftPitch / 4) + 2);
        right = right.SubView(column, ((Depth - 1) * RightPitch / 4) + 1);
        sums = Add(sums, left, right, 0);
        sums = Add(sums, left, right, 1);
        sums = Add(sums, left, right, 2);
        sums = Add(sums, left, right, 3);
        sums = Add(sums, left, right, 4);
        sums = Add(sums, left, right, 5);
        sums = Add(sums, left, right, 6);
        sums = Add(sums, left, right, 7);
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TileSums Add(TileSums sums, ArrayView<Float4> left, ArrayView<Float4> right, int point)
    {
        var row = point * (LeftPitch / 4);
        return TileSums.Add(sums, left[row], left[row + 1], right[point * (RightPitch / 4)]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(
        in ConvGeometry g, ArrayView<float> sums, int product, int group, int output, int channel, TileSums values)
    {
        var at = (((product * g.OutChannels) + (group * g.GroupOut) + output) * g.GroupIn) + channel;
        Tile.Write(sums, at, g.GroupIn, g.GroupOut - output, g.GroupIn - channel, values);
    }
}

/// <summary>How the points of all images are shared out.</summary>
/// <param name="count">Parts.</param>
/// <param name="points">Points of a part.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PartShape(int count, int points)
{
    public readonly int Count = count, Points = points;
}
