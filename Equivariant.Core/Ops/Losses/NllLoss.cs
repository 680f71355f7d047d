namespace Equivariant;

public static partial class Ops
{
    /// <summary>Negative log-likelihood of class labels, as PyTorch's <c>nll_loss</c>, from log-probabilities
    /// [batch, classes, …] as of <see cref="LogSoftmax"/>; of logits see <see cref="CrossEntropy"/>.</summary>
    /// <inheritdoc cref="CrossEntropy"/>
    public static Tensor NllLoss(Tensor logProbabilities, Tensor labels, Tensor? classWeights = null,
        int? ignoreIndex = Labels.Ignored, Reduction reduction = Reduction.Mean) =>
        LabelLoss.Apply<NllLossOp.Forward, NllLossOp.Backward>(
            nameof(NllLoss), logProbabilities, labels, classWeights, 0, ignoreIndex, reduction, 1);
}

internal static class NllLossOp
{
    internal readonly struct Forward : IKernel<LabelLoss.Args>
    {
        static void IKernel<LabelLoss.Args>.Run<T, TReal, TIndex>(int i, in LabelLoss.Args args, in Buffers<TReal, TIndex> b)
        {
            var losses = b.Y;
            var weights = b.Y2;
            var label = b.I[i];
            if (label == args.Ignored)
            {
                losses[i] = T.Zero;
                weights[i] = T.Zero;
            }
            else if (label < 0 || label >= args.Row.Count)
            {
                losses[i] = T.NaN;
                weights[i] = T.NaN;
            }
            else
            {
                var weight = args.Weighted != 0 ? b.B[label] : T.One;
                losses[i] = -weight * b.A[args.Row.Start(i) + (label * args.Row.Inner)];
                weights[i] = weight;
            }
        }
    }

    /// <summary>Minus the weight of the element at its label, 0 for the other classes.</summary>
    internal readonly struct Backward : IKernel<LabelLoss.Args>
    {
        static void IKernel<LabelLoss.Args>.Run<T, TReal, TIndex>(int i, in LabelLoss.Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var start = args.Row.Start(i);
            var label = b.I[i];
            for (var c = 0; c < args.Row.Count; c++)
                dx[start + (c * args.Row.Inner)] = c == label ? -b.D[i] * b.C[i] : T.Zero;
        }
    }
}
