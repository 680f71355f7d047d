using Equivariant.Kernels;

namespace Equivariant.Optim;

/// <summary>The norm of all gradients as one vector; see <see cref="Optimizer.ClipGradNorm"/>.</summary>
internal static class GradientNorm
{
    /// <summary>Elements that one index sums up; fixed, so that the result does not depend on the number of threads.</summary>
    private const int Chunk = 1024;

    public static double Clip(IEnumerable<Tensor> parameters, double maxNorm)
    {
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "The largest norm of the gradients is more than 0.");
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        var squares = gradients.GroupBy(gradient => (gradient.DType, gradient.Device)).Sum(alike => SumOfSquares([.. alike]));
        var norm = Math.Sqrt(squares);
        // PyTorch's formula; its 1e-6 leaves the clipped norm a little below the largest one.
        var factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
        {
            foreach (var gradient in gradients)
                gradient.Device.Launch<Scale, double>(gradient.Count, factor, new Operands { Y = gradient });
        }
        return norm;
    }

    /// <summary>Chunks on the device, their sums on the host: one transfer for all gradients.</summary>
    private static double SumOfSquares(Tensor[] gradients)
    {
        using var sums = Tensor.Empty([gradients.Sum(Chunks)], gradients[0].DType, gradients[0].Device);
        var start = 0;
        foreach (var gradient in gradients)
        {
            sums.Device.Launch<Squares, SquaresArgs>(Chunks(gradient), new(gradient.Count, start),
                new Operands { Y = sums, A = gradient }, 2 * Chunk);
            start += Chunks(gradient);
        }
        return sums.ToDoubles().Sum();
    }

    private static int Chunks(Tensor gradient) => (int)(((long)gradient.Count + Chunk - 1) / Chunk);

    /// <param name="Count">Elements of the gradient.</param>
    /// <param name="Start">Where its sums begin.</param>
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
