namespace Equivariant;

public static partial class Ops
{
    /// <summary>Extends the last axes on both sides, as PyTorch's <c>pad</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="before">Elements in front of each of the last 1 to 3 axes, outermost first; negative ones are cut
    /// away.</param>
    /// <param name="after">Elements behind, as many numbers as <paramref name="before"/>.</param>
    /// <param name="mode">
    /// What the new elements hold. Reflect takes less than the extent of the axis, circular at most the extent; only
    /// <see cref="PaddingMode.Zeros"/> takes negative numbers.
    /// </param>
    /// <param name="value">What <see cref="PaddingMode.Zeros"/> fills in.</param>
    /// <exception cref="ShapeException">More axes than the tensor has or the op takes, or more padding than the mode can
    /// fill.</exception>
    public static Tensor Pad(
        Tensor x, ReadOnlySpan<int> before, ReadOnlySpan<int> after, PaddingMode mode = PaddingMode.Zeros, double value = 0)
    {
        PadOp.Check(x.Shape, before, after, mode);
        var extents = x.Shape.ToArray();
        for (var axis = 1; axis <= before.Length; axis++)
            extents[^axis] += before[^axis] + after[^axis];
        var shape = new Shape(extents);
        return PadOp.Apply(nameof(Pad), x, shape,
            new(mode, value, Last(before.Length, x.Shape), Last(before.Length, shape), Volume.Of(before, 0)));

        static Volume Last(int axes, Shape shape) => Volume.Of(shape.ToArray().AsSpan(shape.Rank - axes), 1);
    }
}

/// <summary>Padding of three axes of extents N to extents M, with B elements in front; crops where it is negative.</summary>
internal readonly struct PadArgs
{
    public readonly int N0, N1, N2;
    public readonly int M0, M1, M2;
    public readonly int B0, B1, B2;
    public readonly double Value;
    private readonly PaddingMode mode;

    public PadArgs(PaddingMode mode, double value, Volume n, Volume m, Volume before)
    {
        (this.mode, Value) = (mode, value);
        (N0, N1, N2) = n;
        (M0, M1, M2) = m;
        (B0, B1, B2) = before;
    }

    /// <summary>Where the result's element p of an axis comes from; −1 for the constant.</summary>
    public int Source(int p, int n, int before)
    {
        var i = p - before;
        if (i >= 0 && i < n)
            return i;
        if (mode == PaddingMode.Reflect)
            return i < 0 ? -i : (2 * (n - 1)) - i;
        if (mode == PaddingMode.Replicate)
            return i < 0 ? 0 : n - 1;
        if (mode == PaddingMode.Circular)
            return i < 0 ? i + n : i - n;
        return -1;
    }

    /// <summary>How many elements of the result one element may fill at most.</summary>
    public int Copies(int n, int m) =>
        mode == PaddingMode.Zeros || n == m ? 1 : mode == PaddingMode.Replicate ? 1 + m - n : 3;

    /// <summary>The result's element of an axis that is the given copy of element i; −1 if there is none.</summary>
    public int Target(int copy, int i, int n, int m, int before)
    {
        var p = i + before;
        if (copy > 0)
        {
            if (mode == PaddingMode.Reflect)
                p = copy == 1 ? (i == 0 ? -1 : before - i) : (i == n - 1 ? -1 : before + (2 * (n - 1)) - i);
            else if (mode == PaddingMode.Circular)
                p = copy == 1 ? p - n : p + n;
            else if (copy <= before)
                p = i == 0 ? copy - 1 : -1;
            else
                p = i == n - 1 ? n + copy - 1 : -1;
        }
        return p < m ? p : -1;
    }
}

internal static class PadOp
{
    /// <summary>Runs the op with checked arguments.</summary>
    public static Tensor Apply(string op, Tensor x, Shape shape, PadArgs args) =>
        Ops.ApplyLinear<Forward, Backward, PadArgs>(op, x, shape, args, 8, 16);

    public static void Check(Shape x, ReadOnlySpan<int> before, ReadOnlySpan<int> after, PaddingMode mode)
    {
        if (before.Length != after.Length || before.Length is < 1 or > 3 || before.Length > x.Rank)
        {
            throw new ShapeException($"Pad: before {Show(before)} and after {Show(after)} do not fit {x}; "
                + "give one number each for the last 1 to 3 axes.");
        }
        for (var k = 0; k < before.Length; k++)
        {
            var axis = x.Rank - before.Length + k;
            var (n, least, most) = (x[axis], Math.Min(before[k], after[k]), Math.Max(before[k], after[k]));
            var limit = mode switch { PaddingMode.Reflect => n - 1, PaddingMode.Circular => n, _ => int.MaxValue };
            if (n + (long)before[k] + after[k] is < 0 or > int.MaxValue)
                throw new ShapeException($"Pad: {before[k]} before and {after[k]} after leave nothing of axis {axis} of {x}.");
            if (mode != PaddingMode.Zeros && (least < 0 || most > limit || (n == 0 && most > 0)))
            {
                throw new ShapeException($"Pad: {mode} padding of axis {axis} of {x} by {before[k]} before and {after[k]} after; "
                    + $"it takes {(limit == int.MaxValue ? "no negative number and no empty axis" : $"0 to {limit}")}.");
            }
        }
    }

    private static string Show(ReadOnlySpan<int> numbers) => $"[{string.Join(',', numbers.ToArray())}]";

    internal readonly struct Forward : IKernel<PadArgs>
    {
        static void IKernel<PadArgs>.Run<T, TReal, TIndex>(int i, in PadArgs args, in Buffers<TReal, TIndex> b)
        {
            var rest = i / args.M2;
            var i2 = args.Source(i - (rest * args.M2), args.N2, args.B2);
            var block = rest / args.M1;
            var i1 = args.Source(rest - (block * args.M1), args.N1, args.B1);
            var outer = block / args.M0;
            var i0 = args.Source(block - (outer * args.M0), args.N0, args.B0);
            var y = b.Y;
            y[i] = i0 < 0 || i1 < 0 || i2 < 0
                ? TReal.Of(args.Value)
                : b.A[(((((outer * args.N0) + i0) * args.N1) + i1) * args.N2) + i2];
        }
    }

    internal readonly struct Backward : IKernel<PadArgs>
    {
        static void IKernel<PadArgs>.Run<T, TReal, TIndex>(int i, in PadArgs args, in Buffers<TReal, TIndex> b)
        {
            var rest = i / args.N2;
            var i2 = i - (rest * args.N2);
            var block = rest / args.N1;
            var i1 = rest - (block * args.N1);
            var outer = block / args.N0;
            var i0 = block - (outer * args.N0);
            var dy = b.A;
            var sum = T.Zero;
            for (var c0 = 0; c0 < args.Copies(args.N0, args.M0); c0++)
            {
                var p0 = args.Target(c0, i0, args.N0, args.M0, args.B0);
                if (p0 < 0)
                    continue;
                for (var c1 = 0; c1 < args.Copies(args.N1, args.M1); c1++)
                {
                    var p1 = args.Target(c1, i1, args.N1, args.M1, args.B1);
                    if (p1 < 0)
                        continue;
                    for (var c2 = 0; c2 < args.Copies(args.N2, args.M2); c2++)
                    {
                        var p2 = args.Target(c2, i2, args.N2, args.M2, args.B2);
                        if (p2 >= 0)
                            sum += dy[(((((outer * args.M0) + p0) * args.M1) + p1) * args.M2) + p2];
                    }
                }
            }
            var dx = b.Y;
            dx[i] = sum;
        }
    }
}
