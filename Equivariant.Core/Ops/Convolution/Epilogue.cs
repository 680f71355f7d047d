namespace Equivariant;

/// <summary>
/// What a convolution does to each result before it writes it: relu(scale · y + shift + residual). A batch norm with fixed
/// statistics, the sum of a residual block and its relu cost no pass of their own that way. For inference: the tape does not
/// record it. The default value does nothing.
/// </summary>
public readonly record struct Epilogue
{
    /// <summary>[C], a factor for each channel of the result; null for 1.</summary>
    public Tensor? Scale { get; init; }

    /// <summary>[C], added to each channel after <see cref="Scale"/>; null for 0.</summary>
    public Tensor? Shift { get; init; }

    /// <summary>Added after the shift, in the shape of the result: the other branch of a residual block. Null for none.</summary>
    public Tensor? Residual { get; init; }

    /// <summary>Whether relu comes last.</summary>
    public bool Relu { get; init; }

    private bool IsEmpty => Scale is null && Shift is null && Residual is null && !Relu;

    /// <summary>A batch norm with fixed statistics as one scale and one shift for each channel.</summary>
    /// <param name="mean">[C], the running means.</param>
    /// <param name="variance">[C], the running variances.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="orientations">Neighbouring channels of the result that share a number: it has C · orientations
    /// channels.</param>
    /// <exception cref="ShapeException">Shapes, element types or devices that differ.</exception>
    /// <exception cref="InvalidOperationException">The tape would have to record it.</exception>
    public static Epilogue OfNorm(
        Tensor mean, Tensor variance, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5, int orientations = 1)
    {
        const string op = nameof(Epilogue);
        CheckUnrecorded(op, mean, variance, weight, bias);
        Norms.CheckAffine(op, mean, weight, bias, mean.Shape);
        Ops.CheckAlike(op, mean, variance);
        if (variance.Shape != mean.Shape)
            throw new ShapeException($"{op}: the mean is {mean.Shape} but the variance {variance.Shape}.");
        Shape shape = [mean.Count * orientations];
        var (scale, shift) = (Ops.New(shape, mean, op), Ops.New(shape, mean, op));
        Ops.Launch<EpilogueOp.FoldNorm, EpilogueOp.NormArgs>(
            scale.Count, new(eps, orientations, weight is null ? 0 : 1, bias is null ? 0 : 1),
            new Operands { Y = scale, Y2 = shift, A = mean, B = variance, C = weight, D = bias }, 8);
        return new Epilogue { Scale = scale, Shift = shift };
    }

    /// <summary>Applies the epilogue to a tensor [N,C,…] in place, in a pass of its own: for results that no convolution
    /// made.</summary>
    /// <returns><paramref name="y"/>.</returns>
    /// <exception cref="ShapeException">Shapes that do not fit <paramref name="y"/>.</exception>
    /// <exception cref="InvalidOperationException">The tape would have to record it.</exception>
    public Tensor ApplyTo(Tensor y)
    {
        EpilogueOp.Launch(ArgsFor(nameof(Epilogue), y, y), With(new Operands { Y = y }));
        return y;
    }

    /// <summary>The epilogue of a kernel that writes <paramref name="y"/>, checked against it.</summary>
    internal EpilogueArgs ArgsFor(string op, Tensor y, params ReadOnlySpan<Tensor?> inputs)
    {
        if (IsEmpty)
            return default;
        CheckUnrecorded(op, inputs);
        CheckUnrecorded(op, Scale, Shift, Residual);
        Ops.CheckAlike(op, y, Scale, Shift, Residual);
        foreach (var perChannel in new[] { Scale, Shift })
        {
            if (perChannel is not null && perChannel.Shape != [y.Shape[1]])
            {
                throw new ShapeException($"{op}: scale or shift {perChannel.Shape} of the epilogue does not fit the result "
                    + $"{y.Shape}; it needs [{y.Shape[1]}].");
            }
        }
        if (Residual is not null && Residual.Shape != y.Shape)
            throw new ShapeException($"{op}: the residual {Residual.Shape} is not of the shape of the result {y.Shape}.");
        return new(y.Shape[1], y.Shape.CountOf(2, y.Shape.Rank), Scale is null ? 0 : 1, Shift is null ? 0 : 1,
            Residual is null ? 0 : 1, Relu ? 1 : 0);
    }

    /// <summary>The operands of a kernel together with those of its epilogue: D scale, E shift, F residual.</summary>
    internal Operands With(in Operands operands) => operands with { D = Scale, E = Shift, F = Residual };

    private static void CheckUnrecorded(string op, params ReadOnlySpan<Tensor?> inputs)
    {
        if (Tape.WillRecord(inputs))
            throw new InvalidOperationException($"{op}: an epilogue has no gradient; use it in Tape.NoGrad().");
    }
}

/// <summary>An <see cref="Epilogue"/> as a kernel body sees it, of a result with <c>Inner</c> elements in a channel of an image;
/// the default value does nothing.</summary>
internal readonly record struct EpilogueArgs(int Channels, int Inner, int HasScale, int HasShift, int HasResidual, int Relu);

/// <summary>The kernel bodies of an <see cref="Epilogue"/>.</summary>
internal static class EpilogueOp
{
    /// <summary>A pass of its own, over results in Y, for kernels that leave the epilogue to it.</summary>
    public static void Launch(in EpilogueArgs args, in Operands operands)
    {
        if (args.Channels > 0)
            Ops.Launch<Kernel, EpilogueArgs>(operands.Y.Count, args, operands, 4);
    }

    /// <summary>Adds a number for each channel to a fresh result [N,C,…], in place.</summary>
    public static void AddPerChannel(Tensor y, Tensor bias) => Launch(
        new(bias.Count, y.Shape.CountOf(2, y.Shape.Rank), 0, 1, 0, 0), new Operands { Y = y, E = bias });

    /// <summary>The final value of element <paramref name="i"/> of a result: relu(D · value + E + F).</summary>
    public static T Apply<T, TReal, TIndex>(in EpilogueArgs args, T value, int i, in Buffers<TReal, TIndex> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
        where TIndex : struct, IIndexBuffer
    {
        if (args.Channels == 0)
            return value;
        var channel = i / args.Inner % args.Channels;
        if (args.HasScale != 0)
            value *= b.D[channel];
        if (args.HasShift != 0)
            value += b.E[channel];
        if (args.HasResidual != 0)
            value += b.F[i];
        return args.Relu != 0 && value < T.Zero ? T.Zero : value;
    }

    /// <summary>Index: element. Y = relu(D · Y + E + F), in place.</summary>
    internal readonly struct Kernel : IKernel<EpilogueArgs>
    {
        static void IKernel<EpilogueArgs>.Run<T, TReal, TIndex>(int i, in EpilogueArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = Apply<T, TReal, TIndex>(args, y[i], i, b);
        }
    }

    internal readonly record struct NormArgs(double Eps, int Orientations, int HasWeight, int HasBias);

    /// <summary>Index: channel. Y · x + Y2 is the norm with mean A, variance B, weight C, bias D.</summary>
    internal readonly struct FoldNorm : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var (scales, shifts) = (b.Y, b.Y2);
            var channel = i / args.Orientations;
            var scale = T.One / T.Sqrt(b.B[channel] + TReal.Of(args.Eps));
            if (args.HasWeight != 0)
                scale *= b.C[channel];
            var shift = -b.A[channel] * scale;
            if (args.HasBias != 0)
                shift += b.D[channel];
            scales[i] = scale;
            shifts[i] = shift;
        }
    }
}
