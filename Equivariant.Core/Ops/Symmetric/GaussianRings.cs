namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// How far Gaussian rings reach into one another (GMR-Conv, arXiv 2504.02819): row j holds ring j's weight in every ring i,
    /// P[j,i] = exp(−½((i − j)/σ_j)²) / (σ_j·√(2π)), where σ_j = exp(logSigmas_j), kept from 0.01 to twice the number of rings.
    /// </summary>
    /// <remarks>Ring weights θ become those of sharp rings by θ·P, so that <see cref="SymmetricConv"/> does the rest.
    /// The rows are not normalised: weights take the scale up, as in the reference. √(2π) is the reference's 2.5066.</remarks>
    /// <param name="logSigmas">[rings], the logarithms of the widths in units of a ring.</param>
    /// <returns>[rings, rings]. A width that was clamped has no gradient.</returns>
    /// <exception cref="ShapeException">Not a vector.</exception>
    public static Tensor GaussianRings(Tensor logSigmas)
    {
        CheckAlike(nameof(GaussianRings), logSigmas);
        if (logSigmas.Shape.Rank != 1)
            throw new ShapeException($"GaussianRings: the logarithms of the widths are a vector [rings], not {logSigmas.Shape}.");
        var args = new GaussianRingsOp.Args(logSigmas.Shape[0]);
        var y = New([args.Rings, args.Rings], logSigmas);
        Launch<GaussianRingsOp.Forward, GaussianRingsOp.Args>(y.Count, args, new Operands { Y = y, A = logSigmas }, 30);
        return Tape.Result(nameof(GaussianRings), y, [logSigmas], (dy, gradients) =>
        {
            var dx = New(logSigmas.Shape, logSigmas);
            Launch<GaussianRingsOp.Backward, GaussianRingsOp.Args>(dx.Count, args,
                new Operands { Y = dx, A = dy, B = logSigmas, C = y }, 30 + (10 * args.Rings));
            gradients.Add(logSigmas, dx);
        });
    }
}

internal static class GaussianRingsOp
{
    internal const double Smallest = 0.01, RootTwoPi = 2.5066;

    internal readonly record struct Args(int Rings);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var row = i / args.Rings;
            var sigma = T.Exp(b.A[row]);
            if (sigma < TReal.Of(Smallest))
                sigma = TReal.Of(Smallest);
            if (sigma > TReal.Of(2 * args.Rings))
                sigma = TReal.Of(2 * args.Rings);
            var distance = TReal.Of(i - (row * args.Rings) - row) / sigma;
            y[i] = T.Exp(TReal.Of(-0.5) * distance * distance) / (sigma * TReal.Of(RootTwoPi));
        }
    }

    /// <summary>dy in A, the logarithms in B, y in C: dP/d log σ = P·(((i − j)/σ)² − 1).</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy, y) = (b.Y, b.A, b.C);
            var sigma = T.Exp(b.B[i]);
            var sum = T.Zero;
            if (sigma >= TReal.Of(Smallest) && sigma <= TReal.Of(2 * args.Rings))
            {
                for (var ring = 0; ring < args.Rings; ring++)
                {
                    var distance = TReal.Of(ring - i) / sigma;
                    sum += dy[(i * args.Rings) + ring] * y[(i * args.Rings) + ring] * ((distance * distance) - T.One);
                }
            }
            dx[i] = sum;
        }
    }
}
