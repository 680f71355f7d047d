namespace Equivariant.Tests.Training;

/// <summary>A run that was stopped and resumed ends with the files of one that was not.</summary>
internal static class Interruption
{
    /// <param name="folder">Where both runs go.</param>
    /// <param name="config">The settings of both.</param>
    /// <param name="data">The data.</param>
    /// <param name="epoch">The epoch in whose second step the run is stopped.</param>
    public static void ChangesNothing(string folder, TrainConfig config, DataSet data, int epoch)
    {
        var (whole, broken) = (new RunFolder(Path.Combine(folder, "whole")), new RunFolder(Path.Combine(folder, "broken")));
        using (var run = TrainingRun.Start(whole.Path, config, data))
            run.Run();
        using (var run = TrainingRun.Start(broken.Path, config, data))
            Stop(run.Run, epoch, 2);
        using (var resumed = TrainingRun.Resume(broken.Path, data))
        {
            Assert.Equal(epoch - 1, resumed.Epochs.Count);
            resumed.Run();
            Assert.True(resumed.IsFinished);
        }
        Assert.Equal(File.ReadAllBytes(whole.Last), File.ReadAllBytes(broken.Last));
        Assert.Equal(File.ReadAllBytes(whole.Best), File.ReadAllBytes(broken.Best));
        Assert.Equal(Numbers(whole), Numbers(broken));
    }

    /// <summary>Stops a training after a step.</summary>
    public static void Stop(Action<IProgress<TrainingProgress>, CancellationToken> train, int epoch, int step)
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => train(new SynchronousProgress<TrainingProgress>(progress =>
        {
            if ((progress.Epoch, progress.Step, progress.Finished) == (epoch, step, null))
                stop.Cancel();
        }), stop.Token));
    }

    private static IEnumerable<(double, double, double)> Numbers(RunFolder run) =>
        run.ReadMetrics().Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate));
}
