namespace Equivariant;

public static partial class Ops
{
    /// <summary>Cross-entropy of class labels with the softmax of logits, as PyTorch's <c>cross_entropy</c>.</summary>
    /// <param name="logits">[batch, classes, …]; further axes for a label per pixel.</param>
    /// <param name="labels">Int32 [batch, …], each from 0 to classes − 1, or <paramref name="ignoreIndex"/>.</param>
    /// <param name="classWeights">[classes], not differentiated; null for 1.</param>
    /// <param name="labelSmoothing">Part of the target spread evenly over all classes, 0 to 1 (Szegedy et al. 2016).</param>
    /// <param name="ignoreIndex">Label of elements without loss and gradient; null for none.</param>
    /// <param name="reduction">The mean is weighted by the class weights of the labels; NaN if all elements are ignored.</param>
    /// <exception cref="ShapeException">Labels or weights do not fit the logits.</exception>
    /// <exception cref="LabelException">A label is out of range, on the CPU. On a GPU such an element's loss is NaN; see
    /// <see cref="Labels.Check(ReadOnlySpan{int}, int, int?, string)"/>.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, Tensor? classWeights = null, double labelSmoothing = 0,
        int? ignoreIndex = Labels.Ignored, Reduction reduction = Reduction.Mean)
    {
        if (labelSmoothing is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing, "CrossEntropy: label smoothing lies between 0 and 1.");
        return LabelLoss.Apply<CrossEntropyOp.Forward, CrossEntropyOp.Backward>(
            nameof(CrossEntropy), logits, labels, classWeights, labelSmoothing, ignoreIndex, reduction, 40);
    }
}

internal static class CrossEntropyOp
{
    /// <summary>Loss and weight of an element: with lse = log Σ exp x, (1−ε)·w_t·(lse − x_t) + ε/C · Σ w_c·(lse − x_c).</summary>
    internal readonly struct Forward : IKernel<LabelLoss.Args>
    {
        static void IKernel<LabelLoss.Args>.Run<T, TReal, TIndex>(int i, in LabelLoss.Args args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var losses = b.Y;
            var weights = b.Y2;
            var label = b.I[i];
            var classes = args.Row.Count;
            var inner = args.Row.Inner;
            if (label == args.Ignored)
            {
                losses[i] = T.Zero;
                weights[i] = T.Zero;
            }
            else if (label < 0 || label >= classes)
            {
                losses[i] = T.NaN;
                weights[i] = T.NaN;
            }
            else
            {
                var start = args.Row.Start(i);
                var largest = args.Row.Largest<T, TReal>(x, start);
                var sum = T.Zero;
                var spread = T.Zero;
                var spreadWeight = T.Zero;
                for (var c = 0; c < classes; c++)
                {
                    var value = x[start + (c * inner)] - largest;
                    var weight = args.Weighted != 0 ? b.B[c] : T.One;
                    sum += T.Exp(value);
                    spread += weight * value;
                    spreadWeight += weight;
                }
                var logarithm = T.Log(sum);
                var own = args.Weighted != 0 ? b.B[label] : T.One;
                var loss = own * (logarithm - (x[start + (label * inner)] - largest));
                if (args.Smoothing > 0)
                {
                    loss = (TReal.Of(1 - args.Smoothing) * loss)
                        + (TReal.Of(args.Smoothing / classes) * ((spreadWeight * logarithm) - spread));
                }
                losses[i] = loss;
                weights[i] = own;
            }
        }
    }

    /// <summary>Index i writes the gradients of all classes of element i.</summary>
    internal readonly struct Backward : IKernel<LabelLoss.Args>
    {
        static void IKernel<LabelLoss.Args>.Run<T, TReal, TIndex>(int i, in LabelLoss.Args args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var dx = b.Y;
            var dy = b.C[i];
            var label = b.I[i];
            var classes = args.Row.Count;
            var inner = args.Row.Inner;
            var start = args.Row.Start(i);
            if (label < 0 || label >= classes || label == args.Ignored)
            {
                for (var c = 0; c < classes; c++)
                    dx[start + (c * inner)] = label == args.Ignored ? T.Zero : T.NaN;
            }
            else
            {
                var largest = args.Row.Largest<T, TReal>(x, start);
                var sum = T.Zero;
                var spreadWeight = T.Zero;
                for (var c = 0; c < classes; c++)
                {
                    sum += T.Exp(x[start + (c * inner)] - largest);
                    spreadWeight += args.Weighted != 0 ? b.B[c] : T.One;
                }
                var smooth = TReal.Of(args.Smoothing / classes);
                var sharp = TReal.Of(1 - args.Smoothing) * (args.Weighted != 0 ? b.B[label] : T.One);
                for (var c = 0; c < classes; c++)
                {
                    var target = smooth * (args.Weighted != 0 ? b.B[c] : T.One);
                    if (c == label)
                        target += sharp;
                    var part = T.Exp(x[start + (c * inner)] - largest) / sum;
                    dx[start + (c * inner)] = dy * ((part * (sharp + (smooth * spreadWeight))) - target);
                }
            }
        }
    }
}
