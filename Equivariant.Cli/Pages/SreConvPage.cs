using Equivariant.Comparison;
using Equivariant.Reports;
using static System.FormattableString;

namespace Equivariant.Cli.Pages;

/// <summary>The report of the comparison of Du et al. (SRE-Conv, 2025).</summary>
internal static class SreConvPage
{
    public static HtmlReport Of(IReadOnlyList<(SreComparison Comparison, ClassifierResults Results)> sets)
    {
        var report = new HtmlReport("Symmetric convolutions and their rivals on turned images",
            "After Du et al. (SRE-Conv, 2025): networks learn upright images with one budget; then the test images turn. "
            + $"Data: {string.Join(", ", sets.Select(set => set.Results.Data))}.");
        foreach (var (comparison, results) in sets)
            Add(report, comparison, results, sets.Count > 1 ? $"{results.Data}: " : "");
        var devices = sets.SelectMany(set => set.Comparison.Trainings
            .Select(training => set.Comparison.Tested(training.Model, training.Seed)?.Device)).OfType<string>().Distinct();
        return report.Footer($"equivariant compare --preset sre-conv; trained and tested on {string.Join(", ", devices)}.");
    }

    private static void Add(HtmlReport report, SreComparison comparison, ClassifierResults results, string name)
    {
        if (name.Length == 0)
        {
            report.Add(new KeyFigures(
                [.. results.Models.Select(model => (Show.Percent(model.RotatedAccuracyMean), $"turned, {model.Name}"))]));
        }
        report.Section($"{name}Models", Models(comparison, results));
        report.Section($"{name}Accuracy", Accuracy(comparison, results), ByTurn(comparison));
        Series[] curves = [.. comparison.Models.Select(model => Series.ByAngle(model.Name, MeanByAngle(comparison, model)))];
        var turned = Near(results.Models.Select(model => model.RotatedAccuracyMean), "turned accuracy");
        report.Section($"{name}Accuracy when the test images turn",
            new LineChart("Accuracy over angle", Axis.Degrees("angle of the test images"),
                Near(curves.SelectMany(curve => curve.Points).Select(point => point.Y), "accuracy"), curves,
                "Mean over the seeds" + (comparison.Data.Train.SpatialRank == 3 ? " and the three axes." : ".")),
            new SideBySide(
                new PolarChart("The same, as a turn", Axis.Percent("accuracy"), curves),
                new ScatterChart("What parameters buy", new Axis("parameters") { Low = 0 }, turned,
                    Points(model => model.Parameters))),
            new SideBySide(
                new ScatterChart("What products buy", new Axis("millions of products an image, as run") { Low = 0 },
                    turned,
                    Points(model => model.MacsAsRun / 1e6)),
                new ScatterChart("What time buys", new Axis("ms for an image") { Low = 0 }, turned,
                    Points(model => model.PredictMsPerImage ?? double.NaN))));
        report.Section($"{name}What it costs", Costs(comparison, results));
        if (Strips(comparison).ToArray() is { Length: > 0 } strips)
        {
            report.Section($"{name}What they say",
            [
                new Paragraph("The first test image of each class, as the networks see it (first seed): ✓ right, ✗ taken for "
                    + "another." + (comparison.Data.Train.SpatialRank == 3 ? " The middle slice of the volume." : "")),
                .. strips,
            ]);
        }
        report.Section($"{name}Training", new LineChart("Loss on the training images, mean of the seeds", Axis.Count("epoch"),
            Axis.Number("loss") with { Low = 0 },
            [.. comparison.Models.Select(model => Series.PerEpoch(model.Name, Enumerable.Range(0, comparison.Settings.Epochs)
                .Select(epoch => comparison.TestedSeeds.Average(seed => comparison.Epochs(model, seed)[epoch].TrainLoss))))]));

        IReadOnlyList<ScatterPoint> Points(Func<ComparedClassifier, double> cost) =>
            [.. results.Models.Select(model => new ScatterPoint(model.Name, cost(model), model.RotatedAccuracyMean))];
    }

    private static Table Models(SreComparison comparison, ClassifierResults results)
    {
        var (settings, data) = (comparison.Settings, comparison.Data);
        return Table.Of("", comparison.Models.Zip(results.Models),
            [
                ("model", pair => pair.First.Name),
                ("what it is", pair => pair.First.Description),
                ("network", pair => NetworkOf(settings.Training(pair.First, data, 1).Model)),
                ("parameters", pair => Show.Count(pair.Second.Parameters)),
            ],
            Invariant($"{data.Train.Count} training, {data.Validation.Count} validation and {data.Test.Count} test images, ")
            + Invariant($"resized to {settings.InputSize}; each model trained {results.Seeds} time(s), ")
            + Invariant($"{settings.Epochs} epochs of {settings.Optimizer}, {settings.BatchSize} images a step, rate {settings.LearningRate} falling as a ")
            + $"cosine; augmentation: {(settings.Augment.Length == 0 ? "none" : settings.Augment)}, for 'augmented' turns too. "
            + $"The epoch of the best {settings.SelectBy} on the validation images is tested.");
    }

    private static string NetworkOf(ModelConfig model) => $"{model.Name}, kernels {string.Join(',', model.KernelSizes!)}";

    private static Table Accuracy(SreComparison comparison, ClassifierResults results)
    {
        var published = PublishedScore.Of(comparison.Data.Name).ToArray();
        return new($"Upright, and turned by {comparison.Settings.Turns.Split(',')[0]}",
            ["model", "AUC", "accuracy, upright", "sd of seeds", "accuracy, turned", "sd of angles", "worst angle", "mirrored",
                "judged differently at 90° steps", "error of logits"],
            [
                .. results.Models.Select(model => (IReadOnlyList<string>)
                [
                    model.Name, Show.Score(model.UprightAucMean), Show.Percent(model.UprightAccuracyMean),
                    model.UprightAccuracySd is { } sd ? Show.Percent(sd) : "–", Show.Percent(model.RotatedAccuracyMean),
                    Show.Percent(model.RotatedAccuracySd), Show.Percent(model.WorstAngleAccuracy),
                    Show.Percent(model.FlippedAccuracyMean), Show.Count(model.JudgedDifferently),
                    Show.Number(model.MaxLogitError, "0.0e+0"),
                ]),
                .. published.Select(row => (IReadOnlyList<string>)
                [
                    $"published: {row.Model}", Show.Score(row.Auc), Show.Percent(row.Accuracy),
                    .. Enumerable.Repeat("–", 7),
                ]),
            ],
            Invariant($"'Judged differently' counts test images of all seeds ({comparison.Data.Test.Count} each) whose class is ")
            + "not the same at all multiples of 90°. The error of the logits is the largest over all symmetries of the square or "
            + "cube, relative to the largest logit; exact networks have rounding errors alone."
            + (published.Length > 0 ? " Published: MedMNIST v2's benchmark, upright images, 100 epochs." : ""));
    }

    private static Table ByTurn(SreComparison comparison) => new("Turned accuracy by how images are turned",
        ["model", .. comparison.Settings.Turns.Split(',')],
        [.. comparison.Models.Select(model => (IReadOnlyList<string>)
            [
                model.Name,
                .. comparison.Settings.Turns.Split(',').Select((_, turn) => Show.Percent(
                    comparison.TestedSeeds.Average(seed => comparison.Tested(model, seed)!.Turned[turn].Mean))),
            ])],
        "nearest: each pixel takes the nearest of the upright image; bilinear: the mean of four. What comes in from outside is "
        + "mid-grey, as in the paper; black: black; disc: only the inscribed disc is seen, at 0° too, so that no angle loses "
        + "corners.");

    private static Table Costs(SreComparison comparison, ClassifierResults results) => Table.Of(
        "Products, times and memory", results.Models,
        [
            ("model", model => model.Name),
            ("products, dense", model => Show.Number(model.Macs / 1e6, "#,0.0 M")),
            ("products, as run", model => Show.Number(model.MacsAsRun / 1e6, "#,0.0 M")),
            ("step, ms", model => Show.Number(model.TrainStepMs, "0.0")),
            ("of plain's", model => Show.Number(model.TrainStepRatio, "0.00")),
            ("ms an image", model => Show.Number(model.PredictMsPerImage, "0.000")),
            ("of plain's", model => Show.Number(model.PredictRatio, "0.00")),
            ("memory of a step, MB", model => Show.Number(model.PeakTrainBytes / 1e6, "0")),
            ("training, s", model => Show.Number(model.TrainSeconds, "0")),
        ],
        comparison.Measured(comparison.Models[0]) is { } measured
            ? Invariant($"Times are medians of rounds in which all models took turns, {measured.Batch} images at once, on ")
                + $"{measured.Device}."
            : "Times and memory were not measured.");

    private static IEnumerable<ImageStrip> Strips(SreComparison comparison)
    {
        var (images, seed) = (comparison.Data.Test, comparison.TestedSeeds[0]);
        var tested = comparison.Models.Select(model => comparison.Tested(model, seed)!).ToArray();
        var pipeline = Pipelines.Evaluation(comparison.Settings.Training(comparison.Models[0], comparison.Data, seed));
        return TurnedStrips.Of(images, [.. tested[0].Pictures.Select(picture => picture.Image)], pipeline,
            [.. comparison.Models.Select(model => model.Name)],
            (model, strip, turn) => tested[model].Pictures[strip].Decisions[turn]);
    }

    private static Dictionary<int, double> MeanByAngle(SreComparison comparison, SreVariant model)
    {
        var tests = comparison.TestedSeeds.Select(seed => comparison.Tested(model, seed)!.Turned[0].ByAngle).ToArray();
        return tests[0].Keys.ToDictionary(angle => angle, angle => tests.Average(test => test[angle]));
    }

    /// <summary>From a little below the lowest: where all are near another, they can be told apart.</summary>
    private static Axis Near(IEnumerable<double> shares, string label)
    {
        var low = Math.Max(0, Math.Floor((shares.Min() - 0.02) * 10) / 10);
        return Axis.Percent(label) with { Low = low, Step = low >= 0.5 ? 0.1 : 0.2 };
    }
}
