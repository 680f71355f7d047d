using Equivariant.Cli.Demo;
using Equivariant.Comparison;
using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>The report of the demo.</summary>
internal static class DemoPage
{
    public static HtmlReport Of(
        DemoSettings settings, DataSplits data, Pipeline pipeline, IReadOnlyList<DemoResult> results, string footer)
    {
        Series[] curves = [.. results.Select(result => Series.ByAngle(result.Model.Name, result.Test.ByAngle))];
        return new HtmlReport("Symmetric convolutions on turned images",
                $"Two networks of like size learn {Show.Count(data.Train.Count)} upright images; then the test images turn.")
            .Add(new KeyFigures([.. results.SelectMany(Figures)]))
            .Section("Accuracy when the test images turn",
                new Paragraph("Same data, same epochs, same schedule; only the convolutions differ. A network of ring-shaped "
                    + "kernels gives the same answer at 0°, 90°, 180° and 270° by construction. Between them only the pixel grid "
                    + "makes a difference."),
                new LineChart("Accuracy over angle", Axis.Degrees("angle of the test images"), Axis.Percent("accuracy"), curves),
                new SideBySide(new PolarChart("The same, as a turn", Axis.Percent("accuracy"), curves), Numbers(results)))
            .Section("What they say",
            [
                new Paragraph("The first test image of each class, as the networks see it: ✓ right, ✗ taken for another."),
                .. Strips(data.Test, pipeline, results),
            ])
            .Section("Training",
                new LineChart("Loss on the validation images", Axis.Count("epoch"), Axis.Number("loss") with { Low = 0 },
                    [.. results.Select(result => PerEpoch(result, epoch => epoch.ValidationLoss))]),
                new LineChart("Accuracy on the validation images, upright", Axis.Count("epoch"), Axis.Percent("accuracy"),
                    [.. results.Select(result => PerEpoch(result, epoch => epoch.ValidationAccuracy))]),
                new Paragraph(Details(settings, data)))
            .Footer(footer);
    }

    private static IEnumerable<ImageStrip> Strips(ImageSet images, Pipeline pipeline, IReadOnlyList<DemoResult> results)
    {
        var shown = PictureTurns.FirstOfEachClass(images).ToArray();
        return TurnedStrips.Of(images, shown, pipeline, [.. results.Select(result => result.Model.Name)],
            (model, strip, turn) => results[model].Test.Decisions[PictureTurns.Angles[turn]][shown[strip]]);
    }

    private static string Details(DemoSettings settings, DataSplits data) =>
        $"{settings.Data}: {Show.Count(data.Train.Count)} training, {Show.Count(data.Validation.Count)} validation and "
        + $"{Show.Count(data.Test.Count)} test images of {data.ImageShape[1]}×{data.ImageShape[2]} pixels, {settings.Epochs} "
        + "epochs of Adam with a cosine schedule; each network is tested with the weights of its best epoch on the validation "
        + "images. Turned after normalisation by taking the nearest pixel, mid-grey outside.";

    private static Series PerEpoch(DemoResult result, Func<EpochReport, double> value) =>
        Series.PerEpoch(result.Model.Name, result.Epochs.Select(value));

    private static IEnumerable<(string Value, string Meaning)> Figures(DemoResult result) =>
    [
        (Show.Percent(result.Test.Upright), $"{result.Model.Name}, upright"),
        (Show.Percent(result.Test.Mean), $"{result.Model.Name}, mean over all angles"),
    ];

    private static Table Numbers(IReadOnlyList<DemoResult> results) => Table.Transposed(
        "Numbers", results, result => result.Model.Name,
        [
            ("parameters", result => Show.Count(result.Parameters)),
            ("accuracy, upright", result => Show.Percent(result.Test.Upright)),
            ("accuracy, mean over all angles", result => Show.Percent(result.Test.Mean)),
            ("accuracy, worst angle", result => Show.Percent(result.Test.ByAngle.Values.Min())),
            ("images judged differently at 0°, 90°, 180°, 270°", result => Show.Count(result.Test.Disagree)),
        ]);
}
