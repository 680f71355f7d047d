using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>Predicts the classes of all images of a split.</summary>
public static class Predictor
{
    /// <summary>Probabilities for every image, as it is. The pipeline turns a stored image into the network's input.</summary>
    public static Predictions Predict(
        Module network, ImageSet images, Pipeline pipeline, Device? device = null, int batchSize = 128,
        CancellationToken cancellation = default) =>
        Predict(network, images, pipeline, [x => x], device, batchSize, null, cancellation)[0];

    /// <summary>Probabilities for every image under several changes of a batch [N,C,…] before the network, such as turns;
    /// every batch is loaded once. The network is switched to inference while it predicts; the progress is the share done, 0
    /// to 1.</summary>
    /// <returns>One set of predictions for each change.</returns>
    public static IReadOnlyList<Predictions> Predict(
        Module network, ImageSet images, Pipeline pipeline, IReadOnlyList<Func<Tensor, Tensor>> changes, Device? device = null,
        int batchSize = 128, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var loader = new BatchLoader(images, pipeline, new() { BatchSize = batchSize }, new Rng(0));
        var classes = images.Labels.Classes;
        float[][] probabilities = [.. changes.Select(_ => new float[images.Count * classes])];
        var targets = new int[images.Count * images.Labels.PerImage];
        var training = network.Training;
        network.Eval();
        try
        {
            var done = 0;
            foreach (var batch in loader.Epoch(0, cancellation: cancellation))
            {
                batch.Labels.CopyTo(targets, done * images.Labels.PerImage);
                using (var outer = Tape.NoGrad())
                {
                    var upright = outer.Own(batch.ToTensor(device));
                    for (var change = 0; change < changes.Count; change++)
                    {
                        using var inner = Tape.NoGrad();
                        var logits = network.Forward(changes[change](upright));
                        var batchProbabilities = images.Labels.Task == LabelTask.MultiLabel
                            ? Ops.Sigmoid(logits) : Ops.Softmax(logits, 1);
                        batchProbabilities.CopyTo(probabilities[change].AsSpan(done * classes, batch.Count * classes));
                    }
                }
                done += batch.Count;
                progress?.Report((double)done / images.Count);
            }
        }
        finally
        {
            network.Train(training);
        }
        return [.. probabilities.Select(values => new Predictions(images.Labels, values, targets))];
    }
}
