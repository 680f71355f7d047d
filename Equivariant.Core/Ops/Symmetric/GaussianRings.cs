using Equivariant.Samples;

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

internal sealed class GaussianRingsOp : IOpSamples
{
    private const double Smallest = 0.01, RootTwoPi = 2.5066;

    public static IEnumerable<OpSample> Samples =>
    [
        Sample("five rings", OpInput.Uniform([5], -1, 1)),
        Sample("one ring", OpInput.Uniform([1], -1, 1)),
        // Far from the limits themselves, where the derivative jumps.
        Sample("widths beyond both limits", new([4], (_, _) => [-6, 0.3, 3, -0.2])),
    ];

    private static OpSample Sample(string name, OpInput input) =>
        new(nameof(Ops.GaussianRings), name, [input], x => Ops.GaussianRings(x[0]), x =>
        {
            var rings = x[0].Shape[0];
            return HostArray.From([rings, rings], at =>
            {
                var sigma = Math.Clamp(Math.Exp(x[0][at[0]]), Smallest, 2 * rings);
                return Math.Exp(-0.5 * Math.Pow((at[1] - at[0]) / sigma, 2)) / (sigma * RootTwoPi);
            });
        });

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
