namespace Equivariant.Tests.Support;

/// <summary>Does something at every report of a training, at once and on its thread.</summary>
internal sealed class OnProgress(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
