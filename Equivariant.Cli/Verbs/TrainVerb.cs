using Equivariant.Cli.Pages;

namespace Equivariant.Cli.Verbs;

/// <summary>Trains a network in a folder, or resumes a run: opens the data, makes a <see cref="TrainingRun"/>, calls its
/// <see cref="TrainingRun.Run"/>, and writes the report.</summary>
internal sealed class TrainVerb() : Verb(
    "train",
    "Train a network on a data set, in a folder that holds settings, metrics, checkpoints and a report.", 20)
{
    private readonly Option<string?> data = Options.Text(
        "--data", "SPEC", "What to train on, such as medmnist:breastmnist; see 'equivariant data'.");
    private readonly Option<string?> folder = Options.Text("--out", "DIR", "The folder of the run.");
    private readonly ModelOptions model = new();
    private readonly TrainOptions training = new();
    private readonly Option<bool> resume = Options.Flag("--resume", "Go on with the run in --out, with its own settings.");
    private readonly Option<bool> requireExact = Options.Flag(
        "--require-exact", "Refuse a network that does not keep every turn and mirror image exactly.");
    private readonly Option<bool> force = Options.Flag("--force", "Overwrite a run that is in the folder.");

    public override Outcome Run(Invocation invocation)
    {
        var path = invocation.Required(folder);
        var resumed = invocation.Value(resume);
        var given = All.Except([folder, resume]).FirstOrDefault(invocation.Given)?.Name
            ?? (invocation.Seed is null ? null : "--seed");
        if (resumed && given is not null)
            throw new WrongArgumentsException($"{given} cannot be given with --resume: the run goes on with its own settings.");
        var report = new ReportFile(path, invocation.Value(force));
        using var device = invocation.OpenDevice();
        using var run = resumed ? TrainingRun.Resume(path, device: device) : Start(invocation, path, device);
        var size = $"{Show.Count(run.Network.ParameterCount)} parameters";
        var exactness = ExactnessReport.Of(run.Network, run.Config.InputShape);
        invocation.Terminal.Error.WriteLine($"{run.Network.Description}, {size}, on {run.Config.Data}; {exactness}");
        Train(invocation, run, path);
        report.Save(RunPage.Of(run.Config, run.Network, run.Epochs));
        return Summarise(run, path, exactness.Exact, report.Path);
    }

    private TrainingRun Start(Invocation invocation, string path, Device device)
    {
        var opened = DataSources.Open(DataSpec.Parse(invocation.Required(data)));
        TrainConfig config;
        if (opened is DenseSplits dense)
        {
            config = training.Dense(
                invocation, dense, model.Config(invocation, dense.Train.Channels, dense.Classes, 2, dense: true));
        }
        else
        {
            var images = (DataSplits)opened;
            var rank = images.Train.SpatialRank;
            var network = model.Config(
                invocation, images.Train.Channels, images.Labels.Classes, rank, published: training.Network(invocation, rank));
            config = training.Config(invocation, images.Name, network, images.ImageShape[rank]);
        }
        if (invocation.Value(requireExact))
            CheckExact(config);
        if (!invocation.Value(force))
            CheckNothingLost(new RunFolder(path));
        return TrainingRun.Start(path, config, opened, device, invocation.Value(force));
    }

    private static void CheckExact(TrainConfig config)
    {
        using var network = config.Model.Create(new Initializer(new Rng(0)));
        var report = ExactnessReport.Of(network, config.InputShape);
        if (!report.Exact)
            throw new WorkFailedException($"--require-exact: {report}");
    }

    /// <summary>Files under the names of a run that were not made by one are not the run's to delete.</summary>
    private static void CheckNothingLost(RunFolder run)
    {
        if (!File.Exists(run.Config) && new[] { run.Metrics, run.Last, run.Best }.FirstOrDefault(File.Exists) is { } file)
            throw new WorkFailedException($"'{file}' would be overwritten; choose another folder, or overwrite it with --force.");
    }

    private static void Train(Invocation invocation, TrainingRun run, string path)
    {
        try
        {
            TrainingView.Show(invocation.Terminal, "", progress => run.Run(progress, invocation.Stop));
        }
        catch (OperationCanceledException) when (invocation.Stop.IsCancellationRequested)
        {
            throw new WorkFailedException($"stopped after epoch {run.Epochs.Count} of {run.Config.Epochs}; "
                + $"go on with: equivariant train --out {Shell.Quote(path)} --resume");
        }
    }

    private static Outcome Summarise(TrainingRun run, string path, bool exact, string report)
    {
        var best = run.Epochs.FirstOrDefault(epoch => epoch.Epoch == run.BestEpoch);
        var seconds = run.Epochs.Sum(epoch => epoch.Seconds);
        return new Outcome(
            new
            {
                run = path,
                data = run.Config.Data,
                model = run.Network.Description,
                parameters = run.Network.ParameterCount,
                exact,
                epochs = run.Epochs.Count,
                bestEpoch = run.BestEpoch,
                validation = new { loss = best?.ValidationLoss, accuracy = best?.ValidationAccuracy, auc = best?.ValidationAuc },
                seconds,
                imagesPerSecond = run.Epochs.Select(epoch => epoch.ImagesPerSecond).DefaultIfEmpty(0).Average(),
                report,
            },
            terminal =>
            {
                var time = WorkView.Duration(TimeSpan.FromSeconds(seconds));
                var (accuracy, auc) = (Show.Percent(best?.ValidationAccuracy ?? double.NaN), Show.Score(best?.ValidationAuc));
                var validated = !double.IsNaN(best?.ValidationLoss ?? double.NaN);
                terminal.Output.WriteLine($"{run.Epochs.Count} epochs in {time}" + (!validated
                    ? "" : $"; best on validation: epoch {run.BestEpoch}, accuracy {accuracy}, AUC {auc}"));
                terminal.Output.WriteLine($"test it with: equivariant eval --run {Shell.Quote(path)}");
            });
    }
}
