namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Dice loss of two classes (Milletari et al. 2016, with plain sums): with p = σ(logits),
    /// 1 − (2·Σp·t + smooth) / (Σp + Σt + smooth).
    /// </summary>
    /// <param name="logits">[N, …].</param>
    /// <param name="targets">The same shape, 0 to 1; not differentiated.</param>
    /// <param name="smooth">Added above and below: what an image without foreground counts, and how softly.</param>
    /// <param name="perSample">Take the loss of each image and their mean; otherwise the sums run over the whole batch.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BinaryDiceLoss(Tensor logits, Tensor targets, double smooth = 1, bool perSample = false)
    {
        const string op = nameof(BinaryDiceLoss);
        CheckAlike(op, logits, targets);
        CheckSame(op, logits, targets);
        if (logits.Shape.Rank < 1 || (perSample && logits.Shape.Rank < 2))
            throw new ShapeException($"{op}: the logits {logits.Shape} need a batch axis, and others for a loss per sample.");
        return Dice(Sigmoid(logits), targets, [.. Enumerable.Range(0, logits.Shape.Rank).Skip(perSample ? 1 : 0)], smooth);
    }

    /// <summary>
    /// Dice loss of many classes: with p the softmax of the logits and o the labels as one-hot vectors, for each class over batch
    /// and pixels 1 − (2·Σp·o + smooth) / (Σp + Σo + smooth); the mean over the classes.
    /// </summary>
    /// <param name="logits">[batch, classes, …].</param>
    /// <param name="labels">Int32 [batch, …], each from 0 to classes − 1, or <paramref name="ignoreIndex"/>.</param>
    /// <param name="smooth">Added above and below.</param>
    /// <param name="ignoreIndex">Label of elements that count in no sum; null for none.</param>
    /// <exception cref="ShapeException">Labels that do not fit the logits.</exception>
    /// <exception cref="LabelException">A label is out of range, on the CPU; on a GPU the loss is NaN.</exception>
    public static Tensor DiceLoss(Tensor logits, Tensor labels, double smooth = 1, int? ignoreIndex = Labels.Ignored)
    {
        const string op = nameof(DiceLoss);
        CheckAlike(op, logits);
        Labels.Check(op, logits, labels, ignoreIndex);
        var (oneHot, counted) = (New(logits.Shape, logits), New(logits.Shape, logits));
        Launch<DiceOp.OneHot, LabelLoss.Args>(oneHot.Count, new(new(logits.Shape, 1), ignoreIndex ?? int.MinValue, 0, 0),
            new Operands { Y = oneHot, Y2 = counted, I = labels }, 4);
        return Dice(Softmax(logits, 1) * counted, oneHot, [0, .. Enumerable.Range(2, logits.Shape.Rank - 2)], smooth);
    }

    private static Tensor Dice(Tensor p, Tensor target, int[] axes, double smooth) => Mean(
        Affine(((Sum(p * target, axes) * 2) + smooth) / (Sum(p, axes) + Sum(target, axes) + smooth), -1, 1));
}

internal static class DiceOp
{
    /// <summary>Index: class of an element. Y is 1 where it is the label's, Y2 is 0 where the label is left out.</summary>
    internal readonly struct OneHot : IKernel<LabelLoss.Args>
    {
        static void IKernel<LabelLoss.Args>.Run<T, TReal, TIndex>(int i, in LabelLoss.Args args, in Buffers<TReal, TIndex> b)
        {
            var (oneHot, counted) = (b.Y, b.Y2);
            var (inner, classes) = (args.Row.Inner, args.Row.Count);
            var label = b.I[(i / inner / classes * inner) + (i % inner)];
            var isWrong = label != args.Ignored && (label < 0 || label >= classes);
            oneHot[i] = isWrong ? T.NaN : label == i / inner % classes && label != args.Ignored ? T.One : T.Zero;
            counted[i] = label == args.Ignored ? T.Zero : T.One;
        }
    }
}
