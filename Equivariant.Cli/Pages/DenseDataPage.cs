using Equivariant.Cli.DataSets;
using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>The report on a data set with a class for each pixel: what is in it, and what it looks like.</summary>
internal static class DenseDataPage
{
    /// <summary>Images of each set that the report needs.</summary>
    public const int Samples = 18;

    private const int SmallEdge = 160, SmallShown = 120, LargeShown = 256, InDetail = 2;

    public static HtmlReport Of(DenseSplits data, IReadOnlyList<DenseSplitSummary> splits)
    {
        var report = new HtmlReport(data.Name, $"{data.Description}; licence: {data.Licence}.");
        report.Add(new KeyFigures(
        [
            .. splits.Select(split => (Show.Count(split.Images), $"images to {split.Name}")),
            .. splits.Select(split => (Show.Percent(split.BoundaryShare), $"{data.ClassNames[1]}, {split.Name}")),
        ]));
        report.Section("What is in it", Numbers(data, splits));
        foreach (var split in splits)
        {
            report.Section($"{split.Name}: image, label, and both",
                [.. Thumbnail.Evenly(split.Samples.Count, InDetail).Select(i => Detail(split.Samples[i]))]);
        }
        foreach (var split in splits)
            report.Section($"{split.Name}: contact sheet", ContactSheet(split));
        report.Section("Intensities",
            new LineChart("Shares of the pixels by set", Axis.Number("intensity, 0 black to 1 white"), Shares("share of pixels"),
                [.. splits.Select(split => split.Intensities.Shares(split.Name))], "64 bins."),
            new LineChart($"Shares of the pixels of each class, {splits[0].Name}",
                Axis.Number("intensity, 0 black to 1 white"), Shares("share of the class"),
                [
                    .. data.ClassNames.Append("not labelled").Zip(splits[0].ByClass, (name, histogram) => histogram.Shares(name))
                        .Where(series => series.Points.Count > 0),
                ], "The more the curves overlap, the less an image's greys alone tell the classes apart."));
        if (splits.Any(split => split.Boundary.Any(double.IsFinite)))
        {
            report.Section($"Share of {data.ClassNames[1]}, image by image",
                new LineChart($"{data.ClassNames[1]} among the labelled pixels", Axis.Count("image of its set"),
                    Shares("share") with { Low = 0 },
                    [.. splits.Select(split => Series.PerEpoch(split.Name, split.Boundary))]));
        }
        return report.Footer("equivariant data.");
    }

    private static Table Numbers(DenseSplits data, IReadOnlyList<DenseSplitSummary> splits) => Table.Transposed(
        "", splits, split => split.Name,
        [
            ("images", split => Show.Count(split.Images)),
            ("size", split => split.SizeText),
            ("channels", split => Show.Count(split.Channels)),
            ("pixels", split => Show.Count(split.Pixels)),
            .. data.ClassNames.Select<string, (string, Func<DenseSplitSummary, string>)>((name, c) =>
                (name, split => split.ShareText(split.PerClass[c]))),
            ("not labelled", split => split.ShareText(split.Ignored)),
            ($"{data.ClassNames[1]} of the labelled", split => Show.Percent(split.BoundaryShare)),
            ("least and most of it in an image", Range),
            ("intensity, mean", split => Show.Number(split.Intensities.Mean, "0.000")),
            ("intensity, standard deviation", split => Show.Number(split.Intensities.StandardDeviation, "0.000")),
        ], data.Resolution is not { } nm ? null
            : $"Voxels of {Show.Number(nm.Z, "0.##")} × {Show.Number(nm.Y, "0.##")} × {Show.Number(nm.X, "0.##")} nm (z, y, x).");

    private static string Range(DenseSplitSummary split)
    {
        var shares = split.Boundary.Where(double.IsFinite).ToArray();
        return shares.Length == 0 ? "–" : $"{Show.Number(100 * shares.Min(), "0.0")} to {Show.Percent(shares.Max())}";
    }

    private static Gallery Detail(DenseSample sample)
    {
        var image = new NamedImage("image", Thumbnail.Of(sample.Image));
        var title = $"{sample.Name}, {sample.Height}×{sample.Width}";
        return double.IsFinite(sample.Boundary)
            ? new Gallery($"{title}, {Show.Percent(sample.Boundary)} boundary",
                [
                    image, new("label, boundary dark", Thumbnail.OfLabels(sample.Labels)),
                    new("boundary on the image", Thumbnail.Overlaid(sample.Image, sample.Labels)),
                ], LargeShown)
            : new Gallery($"{title}, not labelled", [image], LargeShown);
    }

    private static Gallery ContactSheet(DenseSplitSummary split) => new(
        split.Samples.Count < split.Images ? $"{split.Samples.Count} of {split.Images} images, evenly spaced" : "All images",
        [
            .. split.Samples.Select(sample => new NamedImage(
                sample.Name, Thumbnail.Of(Thumbnail.Shrink(sample.Image, SmallEdge)), $"{sample.Height}×{sample.Width}")),
        ], SmallShown);

    private static Axis Shares(string label) => Axis.Percent(label) with { Low = 0, High = null, Step = null };
}
