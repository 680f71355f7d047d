using Equivariant.Cli.Hosting;
using Equivariant.Cli.Pages;
using Equivariant.Cli.Terminals;
using Equivariant.Comparison;
using Equivariant.Formats;
using Spectre.Console;

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
            return new Outcome(results.Length == 1 ? results[0] : results, terminal => Write(terminal, results, report.Path));
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
        var rank = data.Train.SpatialRank;
        var wanted = request.Models.Select(name => SreVariant.All.First(variant => variant.Name == name)).ToArray();
        SreVariant[] models = [.. wanted.Where(model => model.IsFor(request.Full, rank))];
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
        return new(folder, data, Settings(request, data), models, request.Seeds ?? (request.Quick ? 1 : 3), request.Force);
    }

    private static SreSettings Settings(CompareRequest request, DataSplits data)
    {
        var settings = SreSettings.For(data, request.Full, request.Quick);
        return settings with
        {
            Width = request.Width ?? settings.Width,
            InputSize = request.Size ?? settings.InputSize,
            Epochs = request.Epochs ?? settings.Epochs,
            BatchSize = request.BatchSize ?? settings.BatchSize,
            LearningRate = request.LearningRate ?? settings.LearningRate,
            Turns = request.Turns is null ? settings.Turns : string.Join(',', request.Turns.Distinct()),
            FirstSeed = (ulong)(request.Invocation.Seed ?? (int)settings.FirstSeed),
        };
    }

    private static string Said(TestedClassifier tested) =>
        $"accuracy {Show.Percent(tested.Accuracy)} upright, {Show.Percent(tested.Turned[0].Mean)} turned";

    private static void Write(Terminal terminal, IReadOnlyList<ClassifierResults> results, string report)
    {
        foreach (var set in results)
        {
            var table = new Table().Title(Markup.Escape(set.Data)).Border(TableBorder.Simple).AddColumns(
                "model", "parameters", "AUC", "upright", "turned", "worst", "judged differently", "step, ms", "image, ms");
            foreach (var model in set.Models)
            {
                table.AddRow(model.Name, Show.Count(model.Parameters), Show.Score(model.UprightAucMean),
                    Show.Percent(model.UprightAccuracyMean), Show.Percent(model.RotatedAccuracyMean),
                    Show.Percent(model.WorstAngleAccuracy), Show.Count(model.JudgedDifferently),
                    Show.Number(model.TrainStepMs, "0.0"), Show.Number(model.PredictMsPerImage, "0.00"));
            }
            terminal.Out.Write(table);
        }
        terminal.Output.WriteLine($"report: {report}");
    }
}
