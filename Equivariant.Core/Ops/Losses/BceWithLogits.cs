namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Binary cross-entropy of targets with the sigmoid of logits, as PyTorch's <c>binary_cross_entropy_with_logits</c>:
    /// w·[p·t·log(1 + e^−x) + (1−t)·log(1 + e^x)].
    /// </summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="targets">The same shape, 0 to 1; not differentiated.</param>
    /// <param name="weight">Weight of each element, broadcast to the logits; null for 1.</param>
    /// <param name="posWeight">Weight p of positive targets, broadcast to the logits; null for 1.</param>
    /// <param name="reduction">The mean is over all elements, whatever their weights.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor BceWithLogits(
        Tensor logits, Tensor targets, Tensor? weight = null, Tensor? posWeight = null, Reduction reduction = Reduction.Mean)
    {
        const string op = nameof(BceWithLogits);
        CheckAlike(op, logits, targets, weight, posWeight);
        CheckSame(op, logits, targets);
        foreach (var (name, factor) in new[] { ("weight", weight), ("posWeight", posWeight) })
        {
            if (factor is not null && Shape.Broadcast(logits.Shape, factor.Shape, $"{op}, {name}") != logits.Shape)
                throw new ShapeException($"{op}: the {name} {factor.Shape} does not broadcast to the logits {logits.Shape}.");
        }
        var places = new BroadcastArgs(logits.Shape, weight?.Shape ?? [], posWeight?.Shape ?? []);
        var args = new BceWithLogitsOp.Args(places, weight is null ? 0 : 1, posWeight is null ? 0 : 1);
        var losses = New(logits.Shape, logits);
        Launch<BceWithLogitsOp.Forward, BceWithLogitsOp.Args>(losses.Count, args,
            new Operands { Y = losses, A = logits, B = targets, C = weight, D = posWeight }, 40);
        losses = Tape.Result(op, losses, [logits], (dy, gradients) =>
        {
            var dx = New(logits.Shape, logits);
            Launch<BceWithLogitsOp.Backward, BceWithLogitsOp.Args>(dx.Count, args,
                new Operands { Y = dx, A = logits, B = targets, C = weight, D = posWeight, E = dy }, 30);
            gradients.Add(logits, dx);
        });
        return Reduce(losses, reduction);
    }
}

internal static class BceWithLogitsOp
{
    /// <summary><c>Places</c> says where an element finds its weight (left) and positive weight (right).</summary>
    internal readonly record struct Args(BroadcastArgs Places, int Weighted, int PosWeighted);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A[i];
            var target = b.B[i];
            var positive = args.PosWeighted != 0 ? b.D[args.Places.Right(i)] : T.One;
            // log(1 + e) to full precision also where e is tiny: the rounding of 1 + e cancels in the quotient (Kahan).
            var e = T.Exp(x > T.Zero ? -x : x);
            var sum = T.One + e;
            var logarithm = sum == T.One ? e : T.Log(sum) * e / (sum - T.One);
            // A term for each answer, both ≥ 0: nothing cancels.
            var yes = x > T.Zero ? logarithm : logarithm - x;
            var no = x > T.Zero ? logarithm + x : logarithm;
            var loss = (positive * target * yes) + ((T.One - target) * no);
            var losses = b.Y;
            losses[i] = args.Weighted != 0 ? loss * b.C[args.Places.Left(i)] : loss;
        }
    }

    /// <summary>dx = dy·w·[(1−t)·σ(x) − p·t·σ(−x)].</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A[i];
            var target = b.B[i];
            var positive = args.PosWeighted != 0 ? b.D[args.Places.Right(i)] : T.One;
            var e = T.Exp(x > T.Zero ? -x : x);
            var near = T.One / (T.One + e);
            var far = e / (T.One + e);
            var slope = ((T.One - target) * (x > T.Zero ? near : far)) - (positive * target * (x > T.Zero ? far : near));
            var dx = b.Y;
            dx[i] = b.E[i] * (args.Weighted != 0 ? slope * b.C[args.Places.Left(i)] : slope);
        }
    }
}
