using Equivariant.Cli.Hosting;
using Equivariant.Cli.Terminals;

namespace Equivariant.Cli.Demo;

/// <summary>What became of a network of the demo.</summary>
/// <param name="Model">The network.</param>
/// <param name="Parameters">Number of trainable numbers.</param>
/// <param name="Epochs">How training went.</param>
/// <param name="Test">How it did on turned images.</param>
internal sealed record DemoResult(DemoModel Model, long Parameters, IReadOnlyList<EpochReport> Epochs, TurnedTest Test);

/// <summary>Trains and tests the networks of the demo; their checkpoints live in a temporary folder.</summary>
internal static class DemoRun
{
    /// <summary>One result for each network.</summary>
    public static IReadOnlyList<DemoResult> Run(Invocation invocation, DemoSettings settings, DataSplits data, Device device)
    {
        var folder = Directory.CreateTempSubdirectory("equivariant-demo-");
        try
        {
            return
            [
                .. DemoSettings.Models(data.Labels.Classes)
                    .Select((model, i) => One(invocation, settings, model, data, device, Path.Combine(folder.FullName, $"{i}"))),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DemoResult One(
        Invocation invocation, DemoSettings settings, DemoModel model, DataSplits data, Device device, string folder)
    {
        var terminal = invocation.Terminal;
        var config = settings.Training(model, data.ImageShape[1], (ulong)(invocation.Seed ?? 0));
        using var run = TrainingRun.Start(folder, config, data, device);
        TrainingView.Show(terminal, model.Name, progress => run.Run(progress, invocation.Stop));
        using var best = TrainedModel.Open(folder, device);
        var title = $"{model.Name}: testing on {data.Test.Count} images at {DemoSettings.Angles.Count} angles";
        var test = WorkView.Show(terminal, title, progress =>
            TurnedTest.Run(best, data.Test, DemoSettings.Angles, device, progress, invocation.Stop));
        return new DemoResult(model, run.Network.ParameterCount, run.Epochs, test);
    }
}
