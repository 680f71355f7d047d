using Equivariant.Cli.Hosting;
using Equivariant.Cli.Pages;
using Equivariant.Cli.Terminals;
using Equivariant.Comparison;
using Spectre.Console;

namespace Equivariant.Cli.Comparisons;

/// <summary>The comparison of Gao and Ji (ICDM 2017, section IV): boundaries in electron-microscopy sections.</summary>
internal sealed class DensePreset : ComparePreset
{
    public override string Name => "dense-prediction";

    public override IReadOnlyList<string> Models { get; } = [.. DenseVariant.All.Select(variant => variant.Name)];

    public override IReadOnlyList<string> Takes => ["--steps"];

    public override Outcome Run(CompareRequest request)
    {
        var report = new ReportFile(request.Folder, request.Force);
        var data = DataSpec.OpenDense(request.Data);
        using var comparison = new DenseComparison(request.Folder, data, Settings(request),
            [.. request.Models.Select(DenseVariant.Parse)], request.Seeds ?? (request.Quick ? 1 : 3), request.Force);
        TrainAndTest(request, comparison, "", "testing", tested => $"AUC {Show.Score(tested.Auc)}");
        Measure(request, comparison, "prediction times");
        var results = comparison.Results();
        report.Save(DensePage.Of(comparison, results));
        return new Outcome(results, terminal => Write(terminal, results, report.Path));
    }

    private static DenseSettings Settings(CompareRequest request)
    {
        var settings = request.Quick ? DenseSettings.Quick : DenseSettings.Full;
        return settings with
        {
            Epochs = request.Epochs ?? settings.Epochs,
            StepsPerEpoch = request.Steps ?? settings.StepsPerEpoch,
            BatchSize = request.BatchSize ?? settings.BatchSize,
            LearningRate = request.LearningRate ?? settings.LearningRate,
            Width = request.Width ?? settings.Width,
            FirstSeed = (ulong)(request.Invocation.Seed ?? (int)settings.FirstSeed),
        };
    }

    private static void Write(Terminal terminal, ComparisonResults results, string report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("model", "AUC", "sd", "ms an image", "of the baseline's", "turned difference");
        foreach (var model in results.Models)
        {
            table.AddRow(model.Name, Show.Number(model.AucMean, "0.0000"), Show.Number(model.AucSd, "0.0000"),
                Show.Number(model.PredictMsPerImage, "0"), Show.Number(model.PredictTimeRatio, "0.00"),
                Show.Number(model.MaxTurnedDifference, "0.0e+0"));
        }
        terminal.Out.Write(table);
        terminal.Output.WriteLine($"report: {report}");
    }
}
