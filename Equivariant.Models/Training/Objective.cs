using Equivariant.Data;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>The loss that fits a task: cross-entropy for one label an image, binary cross-entropy for several.</summary>
internal sealed class Objective : IDisposable
{
    private readonly LabelInfo labels;
    private readonly double smoothing;
    private readonly Tensor? weights;

    /// <summary>An objective for a split's labels.</summary>
    public Objective(ImageSet train, double smoothing, bool balance, Device device)
    {
        (labels, this.smoothing) = (train.Labels, smoothing);
        if (!balance)
            return;
        var counts = train.CountByClass();
        // Multi-label: negatives per positive of a label. Otherwise n / (classes · count),
        // so that the mean weight of an image is 1.
        var values = labels.Task == LabelTask.MultiLabel
            ? counts.Select(count => (train.Count - count) / (double)Math.Max(1, count))
            : counts.Select(count => train.Count / ((double)labels.Classes * Math.Max(1, count)));
        weights = Tensor.FromDoubles([.. values], [counts.Length], DType.Float32, device);
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="targets">[N] labels, or [N, classes] zeros and ones for multi-label data.</param>
    public Tensor Loss(Tensor logits, Tensor targets) => labels.Task == LabelTask.MultiLabel
        ? Ops.BceWithLogits(logits, targets, posWeight: weights)
        : Ops.CrossEntropy(logits, targets, weights, smoothing);

    public void Dispose() => weights?.Dispose();
}
