namespace Equivariant;

/// <summary>What the losses of class labels share. Index of their kernels: element.</summary>
internal static class LabelLoss
{
    /// <param name="Row">The classes of one element.</param>
    /// <param name="Ignored">Label left out.</param>
    /// <param name="Smoothing">Part of the target spread over all classes.</param>
    /// <param name="Weighted">Whether there are class weights.</param>
    internal readonly record struct Args(RowArgs Row, int Ignored, double Smoothing, int Weighted);

    /// <typeparam name="TForward">Y = losses, Y2 = weights of the elements; x in A, class weights in B, labels in I.</typeparam>
    /// <typeparam name="TBackward">Y = gradient of x; also the gradient of the losses in C, the weights in D.</typeparam>
    public static Tensor Apply<TForward, TBackward>(string op, Tensor x, Tensor labels, Tensor? classWeights, double smoothing,
        int? ignoreIndex, Reduction reduction, int workPerClass)
        where TForward : struct, IKernel<Args>
        where TBackward : struct, IKernel<Args>
    {
        Ops.CheckAlike(op, x, classWeights);
        Labels.Check(op, x, labels, ignoreIndex);
        if (classWeights is not null && classWeights.Shape != [x.Shape[1]])
            throw new ShapeException(
                $"{op}: the class weights {classWeights.Shape} do not fit {x.Shape}; they need [{x.Shape[1]}].");
        var args = new Args(new(x.Shape, 1), ignoreIndex ?? int.MinValue, smoothing, classWeights is null ? 0 : 1);
        var work = workPerClass * args.Row.Count;
        var (losses, weights) = (Ops.New(labels.Shape, x, op), Ops.New(labels.Shape, x, op));
        Ops.Launch<TForward, Args>(losses.Count, args,
            new Operands { Y = losses, Y2 = weights, A = x, B = classWeights, I = labels }, work);
        losses = Tape.Result(op, losses, [x], (dy, gradients) =>
        {
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<TBackward, Args>(dy.Count, args,
                new Operands { Y = dx, A = x, B = classWeights, C = dy, D = weights, I = labels }, work);
            gradients.Add(x, dx);
        });
        return reduction == Reduction.Mean ? Ops.Sum(losses) / Ops.Sum(weights) : Ops.Reduce(losses, reduction);
    }
}
