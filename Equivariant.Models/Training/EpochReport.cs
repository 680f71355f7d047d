namespace Equivariant.Training;

/// <summary>The progress of a run after a step.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">Mean training loss of the epoch so far.</param>
/// <param name="ImagesPerSecond">Training speed of the epoch so far.</param>
/// <param name="TimeLeft">Estimate for the whole run.</param>
/// <param name="Finished">The report of the epoch, after its last step; else null.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond, TimeSpan TimeLeft, EpochReport? Finished);

/// <summary>A line of metrics.jsonl.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="LearningRate">Rate of the epoch's last step.</param>
/// <param name="TrainLoss">Mean over the epoch's images.</param>
/// <param name="ValidationLoss">On the validation split, with the weights after the epoch.</param>
/// <param name="ValidationAccuracy">Accuracy as MedMNIST's evaluator defines it.</param>
/// <param name="ValidationAuc">AUC as MedMNIST's evaluator defines it; null where a class is absent.</param>
/// <param name="Best">Whether the validation score is the best so far.</param>
/// <param name="Seconds">Time of the epoch, validation included.</param>
/// <param name="ImagesPerSecond">Training speed, without validation.</param>
public sealed record EpochReport(
    int Epoch, double LearningRate, double TrainLoss, double ValidationLoss, double ValidationAccuracy, double? ValidationAuc,
    bool Best,
    double Seconds, double ImagesPerSecond);

/// <summary>
/// Reports at once, on the thread that works: <see cref="Progress{T}"/> would post to another and lose the order.
/// </summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
