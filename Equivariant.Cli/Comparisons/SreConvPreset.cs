using Equivariant.Cli.Pages;
using Equivariant.Comparison;
using Equivariant.Formats;

namespace Equivariant.Cli.Comparisons;

/// <summary>The comparison of Du et al. (SRE-Conv, 2025): classifiers that learn upright images and are tested on turned
/// ones.</summary>
internal sealed class SreConvPreset : ComparePreset
{
    private const string MedMnist = "medmnist:";

    public override string Name => "sre-conv";

    public override IReadOnlyList<string> Models { get; } = [.. SreVariant.All.Select(variant => variant.Name)];

    public override IReadOnlyList<string> UsualModels => SreVariant.Usual;

    public override IReadOnlyList<string> Takes => ["--form", "--size", "--turns"];

    public override Outcome Run(CompareRequest request)
    {
        var report = new ReportFile(request.Folder, request.Force);
        var specs = Specs(request.Data);
        // Each data set's folder is held as well.
        using var hold = specs.Length > 1 ? FolderInUse.Take(request.Folder) : null;
        var comparisons = new List<SreComparison>();
        try
        {
            foreach (var spec in specs)
                comparisons.Add(Open(request, spec, specs.Length > 1));
            foreach (var comparison in comparisons)
            {
                // Whoever stops it finds the seeds that are done.
                TrainAndTest(request, comparison, comparison.Data.Name + " ", "testing on turned images", Said,
                    () => Save(request.Folder, comparisons, report));
                Measure(request, comparison, "times");
            }
            var results = Save(request.Folder, comparisons, report);
            return new Outcome(results.Length == 1 ? results[0] : results, terminal =>
            {
                foreach (var set in results)
                    Write(terminal, set);
                report.Tell(terminal);
            });
        }
        finally
        {
            comparisons.ForEach(comparison => comparison.Dispose());
        }
    }

    /// <summary>Writes results and report of all data sets of which something is done.</summary>
    private static ClassifierResults[] Save(string folder, IReadOnlyList<SreComparison> comparisons, ReportFile report)
    {
        var several = comparisons.Count > 1;
        SreComparison[] begun = [.. comparisons.Where(comparison => comparison.TestedSeeds.Count > 0)];
        ClassifierResults[] results = [.. begun.Select(comparison => comparison.Results())];
        if (several)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, "results.json"), JsonText.Of(results) + "\n");
            ResultsCsv.Write(Path.Combine(folder, "results.csv"), results);
        }
        report.Save(SreConvPage.Of([.. begun.Zip(results)]));
        return results;
    }

    /// <summary>medmnist:a,b is two data sets.</summary>
    private static string[] Specs(string data) => !data.StartsWith(MedMnist, StringComparison.Ordinal) ? [data]
        : [.. data[MedMnist.Length..].Split(',')
            .Select(name => name.StartsWith(MedMnist, StringComparison.Ordinal) ? name : MedMnist + name)];

    /// <summary>Several data sets have a folder each, named after them.</summary>
    private static SreComparison Open(CompareRequest request, string spec, bool several)
    {
        var data = DataSpec.Open(spec);
        var (rank, full) = (data.Train.SpatialRank, request.Value(request.Options.Form) == "full");
        var wanted = SreVariant.All.Where(variant => request.Models.Contains(variant.Name)).ToArray();
        SreVariant[] models = [.. wanted.Where(model => model.IsFor(full, rank))];
        if (models.Length == 0)
        {
            throw new WorkFailedException($"None of the models ({string.Join(", ", request.Models)}) is for {spec}, which has "
                + $"{rank} spatial axes, in this form.");
        }
        if (models.Length < wanted.Length)
        {
            request.Invocation.Terminal.Error.WriteLine(
                $"{spec}: without {string.Join(", ", wanted.Except(models).Select(model => model.Name))}, for which there is no "
                + $"network of this form for {rank} spatial axes");
        }
        var folder = several ? Path.Combine(request.Folder, spec[MedMnist.Length..]) : request.Folder;
        return new(folder, data, Settings(request, data, full), models, request.Seeds, request.Force);
    }

    private static SreSettings Settings(CompareRequest request, DataSplits data, bool full)
    {
        var (settings, options) = (SreSettings.For(data, full, request.Quick), request.Options);
        return settings with
        {
            Width = request.Value(options.Width) ?? settings.Width,
            InputSize = request.Value(options.Size) ?? settings.InputSize,
            Epochs = request.Value(options.Epochs) ?? settings.Epochs,
            BatchSize = request.Value(options.BatchSize) ?? settings.BatchSize,
            LearningRate = request.Value(options.LearningRate) ?? settings.LearningRate,
            Turns = request.Value(options.Turns) is { } turns ? string.Join(',', turns.Distinct()) : settings.Turns,
            FirstSeed = request.FirstSeed ?? settings.FirstSeed,
        };
    }

    private static string Said(TestedClassifier tested) =>
        $"accuracy {Show.Percent(tested.Accuracy)} upright, {Show.Percent(tested.Turned[0].Mean)} turned";

    private static void Write(Terminal terminal, ClassifierResults results) => terminal.WriteTable(
        ["model", "parameters", "AUC", "upright", "turned", "worst", "judged differently", "step, ms", "image, ms"],
        results.Models.Select(model => (string[])
        [
            model.Name, Show.Count(model.Parameters), Show.Score(model.UprightAucMean),
            Show.Percent(model.UprightAccuracyMean), Show.Percent(model.RotatedAccuracyMean),
            Show.Percent(model.WorstAngleAccuracy), Show.Count(model.JudgedDifferently),
            Show.Number(model.TrainStepMs, "0.0"), Show.Number(model.PredictMsPerImage, "0.00"),
        ]), results.Data);
}
