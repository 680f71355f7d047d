namespace Equivariant;

/// <summary>
/// What follows a convolution in a trained network: a batch norm with fixed statistics, what is added, relu. In inference all of
/// it is done in one pass, where the convolution leaves its result.
/// </summary>
/// <param name="Mean">[C], the running means.</param>
/// <param name="Variance">[C], the running variances.</param>
/// <param name="Weight">[C], or null for 1.</param>
/// <param name="Bias">[C], or null for 0.</param>
/// <param name="Eps">Added to the variance.</param>
public sealed record ConvEnding(Tensor Mean, Tensor Variance, Tensor? Weight, Tensor? Bias, double Eps = 1e-5)
{
    /// <summary>Added after the norm: the other branch of a residual block, in the shape of the result; null for none.</summary>
    public Tensor? Residual { get; init; }

    /// <summary>Whether relu comes last.</summary>
    public bool Relu { get; init; }

    /// <summary>The ending as one line for each channel; null where it is to be differentiated.</summary>
    /// <param name="y">The result, not yet computed.</param>
    /// <param name="inputs">What it is computed from.</param>
    internal ConvFinish? Finish(Tensor y, params ReadOnlySpan<Tensor?> inputs)
    {
        if (Tape.WillRecord(inputs) || Tape.WillRecord([Weight, Bias, Residual]))
            return null;
        Check(y);
        var finish = new ConvFinish(
            Ops.New(Mean.Shape, y, nameof(ConvEnding)), Ops.New(Mean.Shape, y, nameof(ConvEnding)), Residual, Relu);
        Ops.Launch<ConvEndingOp.Line, ConvEndingOp.LineArgs>(
            finish.Scale.Count, new(Eps, Weight is null ? 0 : 1, Bias is null ? 0 : 1),
            new Operands { Y = finish.Scale, Y2 = finish.Shift, A = Mean, B = Variance, C = Weight, D = Bias }, 8);
        return finish;
    }

    /// <summary>Finishes a fresh result of a convolution: in place, or composed of differentiable ops without a
    /// <paramref name="finish"/>.</summary>
    internal Tensor Apply(Tensor y, ConvFinish? finish)
    {
        if (finish is null)
            return Compose(y);
        Ops.Launch<ConvEndingOp.Kernel, ConvEndingOp.Args>(y.Count,
            new(finish.Scale.Count, y.Shape.CountOf(2, y.Shape.Rank), Residual is null ? 0 : 1, Relu ? 1 : 0),
            new Operands { Y = y, A = finish.Scale, B = finish.Shift, C = Residual }, 4);
        return y;
    }

    private Tensor Compose(Tensor y)
    {
        y = Ops.BatchNorm(y, Weight, Bias, Mean, Variance, training: false, eps: Eps);
        if (Residual is not null)
            y = Ops.Add(y, Residual);
        return Relu ? Ops.Relu(y) : y;
    }

    private void Check(Tensor y)
    {
        Ops.CheckAlike(nameof(ConvEnding), y, Mean, Variance, Weight, Bias, Residual);
        if (Mean.Shape != [y.Shape[1]] || Variance.Shape != Mean.Shape)
        {
            throw new ShapeException(
                $"ConvEnding: mean {Mean.Shape} and variance {Variance.Shape} do not fit the result {y.Shape}; "
                + $"they need [{y.Shape[1]}].");
        }
        Norms.CheckAffine(nameof(ConvEnding), y, Weight, Bias, Mean.Shape);
        if (Residual is not null && Residual.Shape != y.Shape)
            throw new ShapeException($"ConvEnding: the residual {Residual.Shape} is not of the shape of the result {y.Shape}.");
    }
}

/// <summary>The kernels of <see cref="ConvEnding"/>.</summary>
internal static class ConvEndingOp
{
    internal readonly record struct LineArgs(double Eps, int HasWeight, int HasBias);

    /// <summary>Index: channel. Y·x + Y2 is the norm with mean A, variance B, weight C, bias D.</summary>
    internal readonly struct Line : IKernel<LineArgs>
    {
        static void IKernel<LineArgs>.Run<T, TReal, TIndex>(int i, in LineArgs args, in Buffers<TReal, TIndex> b)
        {
            var (scales, shifts) = (b.Y, b.Y2);
            var scale = T.One / T.Sqrt(b.B[i] + TReal.Of(args.Eps));
            if (args.HasWeight != 0)
                scale *= b.C[i];
            var shift = -b.A[i] * scale;
            if (args.HasBias != 0)
                shift += b.D[i];
            scales[i] = scale;
            shifts[i] = shift;
        }
    }

    /// <param name="Channels">Number of channels.</param>
    /// <param name="Inner">Elements of a channel of an image.</param>
    /// <param name="HasResidual">Whether C is added.</param>
    /// <param name="Relu">Whether relu comes last.</param>
    internal readonly record struct Args(int Channels, int Inner, int HasResidual, int Relu);

    /// <summary>Index: element. Y = relu(A·Y + B + C), in place.</summary>
    internal readonly struct Kernel : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var channel = i / args.Inner % args.Channels;
            var value = (y[i] * b.A[channel]) + b.B[channel];
            if (args.HasResidual != 0)
                value += b.C[i];
            y[i] = args.Relu != 0 && value < T.Zero ? T.Zero : value;
        }
    }
}
