namespace Equivariant.Cli.Demo;

internal sealed record DemoResult(DemoModel Model, long Parameters, IReadOnlyList<EpochReport> Epochs, TurnedTest Test);

/// <summary>Trains and tests the networks of the demo; their checkpoints live in a temporary folder.</summary>
internal static class DemoRun
{
    public static IReadOnlyList<DemoResult> Run(Invocation invocation, DemoSettings settings, DataSplits data, Device device)
    {
        var folder = Directory.CreateTempSubdirectory("equivariant-demo-");
        try
        {
            return [.. DemoSettings.Models(data.Labels.Classes)
                .Select((model, i) => One(invocation, settings, model, data, device, Path.Combine(folder.FullName, $"{i}")))];
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

internal sealed record DemoModel(string Name, ModelConfig Network);

/// <summary>What the demo compares: the networks differ in the kind of convolution alone.</summary>
internal sealed record DemoSettings(string Data, int Epochs)
{
    /// <summary>Under two minutes on two cores.</summary>
    public static DemoSettings Full { get; } = new("synthetic:shapes", 12);

    /// <summary>A few seconds: shows how it works, not how well.</summary>
    public static DemoSettings Quick { get; } = new("synthetic:shapes?train=800&validation=100&test=200", 6);

    /// <summary>Degrees.</summary>
    public static IReadOnlyList<int> Angles { get; } = [.. Enumerable.Range(0, 36).Select(turn => turn * 10)];

    /// <summary>
    /// Two networks of 31 thousand parameters. The symmetric one has a weight for each ring, 5 for 9×9 taps, and spends what it
    /// saves on width.
    /// </summary>
    public static IReadOnlyList<DemoModel> Models(int classes) =>
    [
        new("plain CNN", new() { Name = "small-cnn", Conv = "plain", KernelSizes = [3], Width = 9, Classes = classes }),
        new("SRE CNN", new() { Name = "small-cnn", Conv = "sre", KernelSizes = [9], Width = 12, Classes = classes }),
    ];

    public TrainConfig Training(DemoModel model, int size, ulong seed) => new()
    {
        Data = Data,
        Model = model.Network,
        InputSize = size,
        Epochs = Epochs,
        BatchSize = 32,
        Optimizer = "adam",
        LearningRate = 0.002,
        Schedule = "cosine",
        SelectBy = "loss",
        Seed = seed,
    };
}
