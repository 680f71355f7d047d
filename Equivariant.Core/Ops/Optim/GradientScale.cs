namespace Equivariant;

/// <summary>What clipping needs of gradients: the sum of their squares, and a common factor.</summary>
public static class GradientScale
{
    /// <summary>Elements that one index sums up; fixed, so that the result does not depend on the number of threads.</summary>
    internal const int Chunk = 1024;

    /// <summary>Σ g² over all gradients: chunks on the device, their sums on the host, one transfer for all.</summary>
    /// <param name="gradients">One or more, of one element type and device.</param>
    public static double SumOfSquares(IReadOnlyList<Tensor> gradients)
    {
        using var sums = Tensor.Empty([gradients.Sum(Chunks)], gradients[0].DType, gradients[0].Device);
        var start = 0;
        foreach (var gradient in gradients)
        {
            Ops.CheckAlike(nameof(SumOfSquares), sums, gradient);
            Ops.Launch<Squares, SquaresArgs>(Chunks(gradient), new(gradient.Count, start),
                new Operands { Y = sums, A = gradient }, 2 * Chunk);
            start += Chunks(gradient);
        }
        return sums.ToDoubles().Sum();
    }

    /// <summary>Multiplies a gradient by a factor, in place on its device.</summary>
    public static void Multiply(Tensor gradient, double factor) =>
        Ops.Launch<Scale, double>(gradient.Count, factor, new Operands { Y = gradient });

    private static int Chunks(Tensor gradient) => (int)(((long)gradient.Count + Chunk - 1) / Chunk);

    internal readonly record struct SquaresArgs(int Count, int Start);

    internal readonly struct Squares : IKernel<SquaresArgs>
    {
        static void IKernel<SquaresArgs>.Run<T, TReal, TIndex>(int i, in SquaresArgs args, in Buffers<TReal, TIndex> b)
        {
            var gradient = b.A;
            var first = i * Chunk;
            var count = args.Count - first < Chunk ? args.Count - first : Chunk;
            var sum = T.Zero;
            for (var k = 0; k < count; k++)
                sum += gradient[first + k] * gradient[first + k];
            var sums = b.Y;
            sums[args.Start + i] = sum;
        }
    }

    internal readonly struct Scale : IKernel<double>
    {
        static void IKernel<double>.Run<T, TReal, TIndex>(int i, in double factor, in Buffers<TReal, TIndex> b)
        {
            var gradient = b.Y;
            gradient[i] = gradient[i] * TReal.Of(factor);
        }
    }
}
