using Equivariant.Cli.DataSets;
using Equivariant.Comparison;
using Equivariant.Reports;
using static System.FormattableString;

namespace Equivariant.Cli.Pages;

/// <summary>The report of the comparison of Gao and Ji (ICDM 2017): its tables and figures with our numbers beside the
/// paper's.</summary>
internal static class DensePage
{
    private const int Shown = 256;

    /// <summary>The paper's Table I and Table II.</summary>
    private static readonly Dictionary<string, (string Auc, string Minutes, double Ratio)> Paper = new()
    {
        ["baseline"] = (".931", "28", 1), ["augmented"] = (".939", "226", 226 / 28.0), ["paper"] = (".941", "45", 45 / 28.0),
    };

    public static HtmlReport Of(DenseComparison comparison, ComparisonResults results)
    {
        var settings = comparison.Settings;
        var report = new HtmlReport("Dense prediction: boundaries in electron-microscopy sections",
            $"Gao and Ji, ICDM 2017, section IV, on {results.Data}: {comparison.Data.Description}.");
        report.Add(new KeyFigures(
            [.. results.Models.Select(model => (Show.Number(model.AucMean, "0.000"), $"AUC, {model.Name}"))]));
        report.Section("Models", Table.Of("", comparison.Models.Zip(results.Models),
            [
                ("model", pair => pair.First.Name),
                ("what it is", pair => pair.First.Description),
                ("parameters", pair => Show.Count(pair.Second.Parameters)),
            ],
            Invariant($"Each trained {results.Seeds} time(s): {settings.Epochs} epochs of {settings.StepsPerEpoch} steps, ")
                + Invariant($"{settings.BatchSize} patches of {settings.PatchSize}² pixels a step, Adam, ")
                + Invariant($"rate {settings.LearningRate} falling as a cosine; cross-entropy; width {settings.Width}. ")
                + "Nothing was chosen by the test images."));
        report.Section("How well boundaries are found", AucTable(comparison, results), Roc(comparison));
        report.Section("What prediction costs", Times(comparison, results));
        report.Section("Training", Losses(comparison));
        if (comparison.Models.All(model => comparison.Measured(model) is not null))
            Pictures(report, comparison);
        return report.Footer($"equivariant compare --preset dense-prediction; trained and tested on {Devices(comparison)}.");
    }

    private static Table AucTable(DenseComparison comparison, ComparisonResults results)
    {
        var mean = comparison.Models.Where(model => model.Name == "augmented")
            .Select(model => comparison.Seeds.Average(seed => Test(comparison, model.Name, seed).AucOfMeanProbability));
        return Table.Of("Area under the ROC curve of boundary pixels (the paper's Table I)", results.Models,
            [
                ("model", model => model.Name),
                ("AUC, mean", model => Show.Number(model.AucMean, "0.0000")),
                ("sd", model => Show.Number(model.AucSd, "0.0000")),
                ("pixels right", model => Invariant(
                    $"{100 * comparison.Seeds.Average(seed => Test(comparison, model.Name, seed).Accuracy):0.0} %")),
                ("paper (other data)", model => Paper.TryGetValue(model.Name, out var paper) ? paper.Auc : "–"),
            ],
            string.Concat(mean.Select(auc => "'augmented' is scored by the share of votes, nine values; "
                + Invariant($"by the mean of the eight probabilities its AUC is {auc:0.0000}. ")))
                + "The paper's numbers are for other images (CREMI).");
    }

    private static LineChart Roc(DenseComparison comparison) => new("ROC curves, first seed (Fig. 6)",
        Axis.Percent("pixels wrongly called boundary"), Axis.Percent("boundary found"),
        [.. comparison.Models.Select(model => new Series(model.Name,
            [.. Test(comparison, model.Name, comparison.Seeds[0]).Curve.Select(point => (point[0], point[1]))]))]);

    private static Table Times(DenseComparison comparison, ComparisonResults results) => Table.Of(
        "Prediction and training (the paper's Table II)", results.Models,
        [
            ("model", model => model.Name),
            ("ms an image", model => Show.Number(model.PredictMsPerImage, "0")),
            ("of the baseline's", model => Show.Number(model.PredictTimeRatio, "0.00")),
            ("paper, minutes", model => Paper.TryGetValue(model.Name, out var paper) ? paper.Minutes : "–"),
            ("of the baseline's, paper",
                model => Paper.TryGetValue(model.Name, out var paper) ? Show.Number(paper.Ratio, "0.00") : "–"),
            ("training, s", model => Show.Number(model.TrainSeconds, "0")),
            ("memory of a step, MB", model => Show.Number(model.PeakTrainBytes / 1e6, "0")),
        ],
        comparison.Measured(comparison.Models[0]) is { } measured
            ? $"Times of prediction are medians of rounds in which all models took turns, on {measured.Device}."
            : "Prediction was not timed.");

    private static LineChart Losses(DenseComparison comparison) => new("Loss on training patches, mean of the seeds (Fig. 7)",
        Axis.Count("epoch"), Axis.Number("cross-entropy"),
        [.. comparison.Models.Select(model => Series.PerEpoch(model.Name,
            Enumerable.Range(0, comparison.Settings.Epochs).Select(epoch =>
                comparison.Seeds.Average(seed => comparison.Epochs(model, seed)[epoch].TrainLoss))))]);

    private static void Pictures(HtmlReport report, DenseComparison comparison)
    {
        var image = comparison.Data.Test.Load(0);
        var (height, width) = (Math.Min(Shown, image.Height), Math.Min(Shown, image.Width));
        var (top, left) = ((image.Height - height) / 2, (image.Width - width) / 2);
        var (input, label) = Cropped(image, top, left, height, width);
        var outputs = comparison.Models.Select(model => (Model: model, Measured: comparison.Measured(model)!,
            Turned: comparison.Turned(model).Crop(top, left, height, width))).ToArray();
        report.Section("Pictures",
            new Gallery($"The middle of {image.Name} (Fig. 8)",
            [
                new("input", Thumbnail.Of(input)),
                new("label", Thumbnail.Of(label)),
                .. outputs.Select(output =>
                    new NamedImage(output.Model.Name, Boundary(output.Turned.Boundaries[0], height, width))),
            ], Note: "Boundaries are dark; first seed."));
        report.Section("What happens when the image turns",
            new GallerySlider("Input turned or mirrored; outputs turned back",
            [
                .. TurnedOutputs.Elements.Select((element, i) => new SliderPlace(element.Name,
                [
                    new("input", Thumbnail.Of(Turns.Apply(input, element))),
                    .. outputs.Select(output => new NamedImage(
                        output.Model.Name, Boundary(output.Turned.Boundaries[i], height, width),
                        "differs by up to " + Show.Number(output.Measured.TurnedDifferences[element.Name], "0.0e+0"))),
                ])),
            ], 200,
                "An exact model's output does not move. The difference is the largest, in probability, over the whole image."),
            new Table("Largest difference between the output for the turned image, turned back, and the upright one",
                ["turned by", .. outputs.Select(output => output.Model.Name)],
                [.. TurnedOutputs.Elements.Skip(1).Select(element => (IReadOnlyList<string>)
                    [
                        element.Name,
                        .. outputs.Select(output => Show.Number(output.Measured.TurnedDifferences[element.Name], "0.0e+0")),
                    ])]));
    }

    private static (Plane Input, Plane Label) Cropped(DenseImage image, int top, int left, int height, int width)
    {
        var (pixels, label) = (new float[height * width], new float[height * width]);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var from = ((top + row) * image.Width) + left + column;
                pixels[(row * width) + column] = image.Pixels[from];
                label[(row * width) + column] = image.Labels[from] == 1 ? 0 : 1;
            }
        }
        return (new(pixels, 1, height, width), new(label, 1, height, width));
    }

    private static ReportImage Boundary(float[] values, int height, int width) =>
        ReportImage.FromPlanes(values, width, height, 1, black: 1, white: 0);

    private static TestedModel Test(DenseComparison comparison, string model, ulong seed) =>
        comparison.Tested(comparison.Models.First(variant => variant.Name == model), seed)!;

    private static string Devices(DenseComparison comparison) => string.Join(", ", comparison.Trainings
        .Select(training => comparison.Tested(training.Model, training.Seed)!.Device).Distinct());
}
