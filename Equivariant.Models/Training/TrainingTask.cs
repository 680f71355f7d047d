using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>
/// What differs between training on labels of images and of pixels: the batches, the loss and the validation. The rest (steps,
/// schedule, checkpoints, metrics, resuming) is in <see cref="TrainingRun"/>.
/// </summary>
internal abstract class TrainingTask : IDisposable
{
    /// <summary>The task of some data; without them, that of the data that the settings name.</summary>
    public static TrainingTask Of(TrainConfig config, DataSet? data, Device device, Rng rng)
    {
        data ??= NetworkKind.Parse(config.Model.Name).IsDense ? DataSpec.OpenDense(config.Data) : DataSpec.Open(config.Data);
        return data is DenseSplits dense
            ? new DenseTask(config, dense, device, rng) : new ClassificationTask(config, (DataSplits)data, device, rng);
    }

    public abstract int StepsPerEpoch { get; }

    /// <summary>The batches of an epoch, each uploaded to the device when it is enumerated. They depend on the seed and the epoch
    /// alone.</summary>
    public abstract IEnumerable<UploadedBatch> Epoch(int epoch, CancellationToken cancellation);

    /// <summary>The mean loss of a batch.</summary>
    public abstract Tensor Loss(Tensor logits, Tensor targets);

    /// <summary>Scores the network on the validation images; null if there are none.</summary>
    public abstract ValidationScore? Validate(Module network, CancellationToken cancellation);

    public abstract void Dispose();

    /// <summary>Weights inversely proportional to the number of images or pixels of each class, 1 on average.</summary>
    protected static Tensor ClassWeights(IEnumerable<long> counts, Device device)
    {
        long[] all = [.. counts];
        var total = all.Sum();
        return Tensor.FromDoubles([.. all.Select(count => total / ((double)all.Length * Math.Max(1, count)))],
            [all.Length], DType.Float32, device);
    }
}

/// <summary>A batch on the device.</summary>
internal sealed record UploadedBatch(Tensor Images, Tensor Targets) : IDisposable
{
    public int Count => Images.Shape[0];

    public void Dispose()
    {
        Images.Dispose();
        Targets.Dispose();
    }
}

/// <summary>Scores on the validation images.</summary>
internal sealed record ValidationScore(double Loss, double Accuracy, double? Auc)
{
    /// <summary>The score by which the best epoch is chosen; greater is better.</summary>
    public double Rank(string selectBy) => selectBy switch
    {
        "accuracy" => Accuracy,
        "loss" => -Loss,
        _ => Auc ?? Accuracy,
    };
}
