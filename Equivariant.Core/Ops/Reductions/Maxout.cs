namespace Equivariant;

public static partial class Ops
{
    /// <summary>The largest of each <paramref name="pieces"/> neighbouring channels (Goodfellow et al. 2013).</summary>
    /// <param name="x">[batch, outputs · pieces, …]; channel <c>output · pieces + piece</c>.</param>
    /// <param name="pieces">Channels that go into one; with oriented copies of a kernel (<see cref="ExpandKernel"/>) their
    /// number.</param>
    /// <returns>[batch, outputs, …]. The gradient goes to the largest piece, the first of equal ones; NaN wins over
    /// numbers.</returns>
    /// <exception cref="ShapeException">The channels do not divide into such groups.</exception>
    public static Tensor Maxout(Tensor x, int pieces)
    {
        CheckAlike(nameof(Maxout), x);
        if (x.Shape.Rank < 2 || pieces < 1 || x.Shape[1] % pieces != 0)
            throw new ShapeException($"Maxout: {x.Shape} needs channels in axis 1, in groups of {pieces}.");
        var args = new MaxoutOp.Args(pieces, x.Shape.CountOf(2, x.Shape.Rank));
        var y = New(x.Shape.With(1, x.Shape[1] / pieces), x);
        Launch<MaxoutOp.Forward, MaxoutOp.Args>(y.Count, args, new Operands { Y = y, A = x }, 4 + pieces);
        return Tape.Result(nameof(Maxout), y, [x], (dy, gradients) =>
        {
            var dx = New(x.Shape, x);
            Launch<MaxoutOp.Backward, MaxoutOp.Args>(y.Count, args, new Operands { Y = dx, A = dy, B = x }, 4 + (2 * pieces));
            gradients.Add(x, dx);
        });
    }
}

internal static class MaxoutOp
{
    internal readonly record struct Args(int Pieces, int Inner)
    {
        /// <summary>Where the first piece of a result is; the others follow at distances of <see cref="Inner"/>.</summary>
        public int First(int i) => (i / Inner * Pieces * Inner) + (i % Inner);
    }

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var at = args.First(i);
            var best = x[at];
            for (var piece = 1; piece < args.Pieces; piece++)
            {
                at += args.Inner;
                var value = x[at];
                if (value > best || T.IsNaN(value))
                    best = value;
            }
            var y = b.Y;
            y[i] = best;
        }
    }

    /// <summary>Index i writes all pieces of result i.</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var x = b.B;
            var first = args.First(i);
            var best = x[first];
            var winner = 0;
            for (var piece = 1; piece < args.Pieces; piece++)
            {
                var value = x[first + (piece * args.Inner)];
                if (value > best || T.IsNaN(value))
                {
                    best = value;
                    winner = piece;
                }
            }
            for (var piece = 0; piece < args.Pieces; piece++)
                dx[first + (piece * args.Inner)] = piece == winner ? b.A[i] : T.Zero;
        }
    }
}
