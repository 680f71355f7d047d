using Equivariant.Cli.Pages;
using Equivariant.Comparison;

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
            [.. DenseVariant.All.Where(model => request.Models.Contains(model.Name))], request.Seeds, request.Force);
        TrainAndTest(request, comparison, "", "testing", tested => $"AUC {Show.Score(tested.Auc)}");
        Measure(request, comparison, "prediction times");
        var results = comparison.Results();
        report.Save(DensePage.Of(comparison, results));
        return new Outcome(results, terminal =>
        {
            terminal.WriteTable(["model", "AUC", "sd", "ms an image", "of the baseline's", "turned difference"],
                results.Models.Select(model => (string[])
                [
                    model.Name, Show.Number(model.AucMean, "0.0000"), Show.Number(model.AucSd, "0.0000"),
                    Show.Number(model.PredictMsPerImage, "0"), Show.Number(model.PredictTimeRatio, "0.00"),
                    Show.Number(model.MaxTurnedDifference, "0.0e+0"),
                ]));
            report.Tell(terminal);
        });
    }

    private static DenseSettings Settings(CompareRequest request)
    {
        var (settings, options) = (request.Quick ? DenseSettings.Quick : DenseSettings.Full, request.Options);
        return settings with
        {
            Epochs = request.Value(options.Epochs) ?? settings.Epochs,
            StepsPerEpoch = request.Value(options.Steps) ?? settings.StepsPerEpoch,
            BatchSize = request.Value(options.BatchSize) ?? settings.BatchSize,
            LearningRate = request.Value(options.LearningRate) ?? settings.LearningRate,
            Width = request.Value(options.Width) ?? settings.Width,
            FirstSeed = request.FirstSeed ?? settings.FirstSeed,
        };
    }
}
