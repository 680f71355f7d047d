namespace Equivariant;

public static partial class Ops
{
    /// <summary>Negative log-likelihood of class labels, as PyTorch's <c>nll_loss</c>; of logits see
    /// <see cref="CrossEntropy"/>.</summary>
    /// <param name="logProbabilities">[batch, classes, …], e.g. from <see cref="LogSoftmax"/>.</param>
    /// <param name="labels">Int32 [batch, …], each from 0 to classes − 1, or <paramref name="ignoreIndex"/>.</param>
    /// <param name="classWeights">[classes], not differentiated; null for 1.</param>
    /// <param name="ignoreIndex">Label of elements without loss and gradient; null for none.</param>
    /// <param name="reduction">The mean is weighted by the class weights of the labels.</param>
    /// <exception cref="ShapeException">Labels or weights do not fit.</exception>
    /// <exception cref="LabelException">A label is out of range, on the CPU; on a GPU such an element's loss is NaN.</exception>
    public static Tensor NllLoss(Tensor logProbabilities, Tensor labels, Tensor? classWeights = null,
        int? ignoreIndex = Labels.Ignored, Reduction reduction = Reduction.Mean)
    {
        const string op = nameof(NllLoss);
        CheckAlike(op, logProbabilities);
        Labels.Check(op, logProbabilities, labels, ignoreIndex);
        Labels.CheckWeights(op, logProbabilities, classWeights);
        var args = new NllLossOp.Args(new(logProbabilities.Shape, 1), ignoreIndex ?? int.MinValue, classWeights is null ? 0 : 1);
        var losses = New(labels.Shape, logProbabilities);
        var weights = New(labels.Shape, logProbabilities);
        Launch<NllLossOp.Forward, NllLossOp.Args>(losses.Count, args,
            new Operands { Y = losses, Y2 = weights, A = logProbabilities, B = classWeights, I = labels }, 4);
        losses = Tape.Result(op, losses, [logProbabilities], (dy, gradients) =>
        {
            var dx = New(logProbabilities.Shape, logProbabilities);
            Launch<NllLossOp.Backward, NllLossOp.Args>(dy.Count, args,
                new Operands { Y = dx, A = dy, B = weights, I = labels }, 4 + args.Row.Count);
            gradients.Add(logProbabilities, dx);
        });
        return Reduce(losses, weights, reduction);
    }
}

internal static class NllLossOp
{
    /// <param name="Row">The classes of one element.</param>
    /// <param name="Ignored">Label left out.</param>
    /// <param name="Weighted">Whether there are class weights.</param>
    internal readonly record struct Args(RowArgs Row, int Ignored, int Weighted);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
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

    /// <summary>Index i writes the gradients of all classes of element i: minus its weight (B) at the label, 0
    /// elsewhere.</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var start = args.Row.Start(i);
            var label = b.I[i];
            for (var c = 0; c < args.Row.Count; c++)
                dx[start + (c * args.Row.Inner)] = c == label ? -b.B[i] * b.A[i] : T.Zero;
        }
    }
}
