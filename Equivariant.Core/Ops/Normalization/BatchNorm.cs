namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Batch normalisation of [N,C] or [N,C,spatial…]: every channel to mean 0 and variance 1, then · weight + bias
    /// (Ioffe &amp; Szegedy 2015), as PyTorch's <c>batch_norm</c>.
    /// </summary>
    /// <param name="x">[N,C] or [N,C,spatial…].</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="runningMean">[C]; training moves it in place towards the batch's mean, evaluation uses it.</param>
    /// <param name="runningVar">[C]; the same for the variance, the unbiased one; the biased one normalises.</param>
    /// <param name="training">True: use the batch's moments. False: use the running ones.</param>
    /// <param name="momentum">running = (1 − momentum)·running + momentum·batch.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">A parameter is not [C], training has a single value per channel, or evaluation no
    /// running statistics.</exception>
    public static Tensor BatchNorm(
        Tensor x, Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVar, bool training,
        double momentum = 0.1, double eps = 1e-5)
    {
        const string op = nameof(BatchNorm);
        Norms.CheckChannels(op, x, weight, bias);
        CheckRunning(x, runningMean, runningVar, training);
        var args = NormArgs.OfChannels(x.Shape, eps);
        if (!training)
            return Norms.Apply(op, x, (runningMean!, runningVar!), weight, bias, args with { Frozen = 1 });
        if (args.GroupSize < 2)
        {
            throw new ShapeException(
                $"BatchNorm: training needs more than one value per channel, the input {x.Shape} has {args.GroupSize}; "
                + "use a larger batch.");
        }
        var (mean, variance) = Norms.Moments(op, x, args);
        if (runningMean is not null)
        {
            var unbias = args.GroupSize / (args.GroupSize - 1.0);
            Launch<BatchNormOp.Track, BatchNormOp.TrackArgs>(runningMean.Count, new(1 - momentum, momentum, momentum * unbias),
                new Operands { Y = runningMean, Y2 = runningVar, A = mean, B = variance });
        }
        return Norms.Apply(op, x, (mean, variance), weight, bias, args);
    }

    private static void CheckRunning(Tensor x, Tensor? runningMean, Tensor? runningVar, bool training)
    {
        CheckAlike(nameof(BatchNorm), x, runningMean, runningVar);
        if (runningMean is null != runningVar is null)
            throw new ShapeException($"BatchNorm: the input {x.Shape} comes with one running statistic; give both or none.");
        if (!training && runningMean is null)
            throw new ShapeException($"BatchNorm: evaluating {x.Shape} needs runningMean and runningVar of [{x.Shape[1]}].");
        Norms.CheckShape(nameof(BatchNorm), x, "runningMean", runningMean, [x.Shape[1]]);
        Norms.CheckShape(nameof(BatchNorm), x, "runningVar", runningVar, [x.Shape[1]]);
    }
}

internal static class BatchNormOp
{
    internal readonly record struct TrackArgs(double Keep, double MeanRate, double VarianceRate);

    /// <summary>Index: channel. Moves the running statistics Y and Y2 towards the batch's mean A and biased variance B.</summary>
    internal readonly struct Track : IKernel<TrackArgs>
    {
        static void IKernel<TrackArgs>.Run<T, TReal, TIndex>(int i, in TrackArgs args, in Buffers<TReal, TIndex> b)
        {
            var (mean, variance) = (b.Y, b.Y2);
            var keep = TReal.Of(args.Keep);
            mean[i] = (keep * mean[i]) + (TReal.Of(args.MeanRate) * b.A[i]);
            variance[i] = (keep * variance[i]) + (TReal.Of(args.VarianceRate) * b.B[i]);
        }
    }
}
