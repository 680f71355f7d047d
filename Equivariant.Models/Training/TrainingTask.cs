using Equivariant.Data;
using Equivariant.Layers;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>
/// What a <see cref="TrainingRun"/> trains on and for: its batches, its loss, its validation. The run itself (steps, schedule,
/// checkpoints, metrics, resumption) is the same for labels of images and of pixels.
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

    /// <summary>Steps of an epoch.</summary>
    public abstract int StepsPerEpoch { get; }

    /// <summary>The batches of an epoch, each put on the device when it is asked for. They follow from seed and epoch
    /// alone.</summary>
    public abstract IEnumerable<UploadedBatch> Epoch(int epoch, CancellationToken cancellation);

    /// <summary>The mean loss of a batch.</summary>
    public abstract Tensor Loss(Tensor logits, Tensor targets);

    /// <summary>How the network does on images that it does not train on; null where none are held back.</summary>
    public abstract ValidationScore? Validate(Module network, CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the task holds on the device.</summary>
    protected virtual void Dispose(bool disposing)
    {
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
    /// <summary>What is compared between epochs, greater is better.</summary>
    public double Rank(string selectBy) => selectBy switch
    {
        "accuracy" => Accuracy,
        "loss" => -Loss,
        _ => Auc ?? Accuracy,
    };
}
