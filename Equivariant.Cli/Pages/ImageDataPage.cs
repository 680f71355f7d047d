using Equivariant.Cli.DataSets;
using Equivariant.Metrics;
using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>The report on a data set of labelled images: how many of each class, and what they look like.</summary>
internal static class ImageDataPage
{
    private const int MostPictures = 400, MostOfAClass = 10, MostInChart = 20, MostMeasured = 2000;
    private const int Edge = 128, Shown = 70;

    public static HtmlReport Of(DataSplits data, IReadOnlyList<ImageSplitSummary> splits)
    {
        var names = Enumerable.Range(0, data.Labels.Classes).Select(data.Labels.NameOf).ToArray();
        var report = new HtmlReport(data.Name, $"{data.Description}; images {data.ImageShape}; licence: {data.Licence}.");
        report.Add(new KeyFigures(
        [
            .. splits.Select(split => (Show.Count(split.Images.Count), $"images, {split.Name}")),
            (Show.Count(names.Length), data.Labels.Task == LabelTask.MultiLabel ? "labels, any number an image" : "classes"),
        ]));
        report.Section("Images of each class",
        [
            Counts(splits, names),
            .. names.Length <= MostInChart
                ? [new BarChart("Shares", Axis.Percent("share of the set's images") with { High = null, Step = null }, names,
                    [.. splits.Select(split => new Bars(
                        split.Name, [.. split.PerClass.Select(count => count / (double)split.Images.Count)]))])]
                : Array.Empty<IReportPart>(),
        ]);
        var (low, high) = Range(data.Train);
        var shown = Math.Clamp(MostPictures / names.Length, 1, MostOfAClass);
        report.Section("Contact sheet",
        [
            new Paragraph($"Training images, up to {shown} of a class, evenly spaced."
                + (data.Train.SpatialRank == 3 ? " Of a volume the middle slice." : "")
                + (names.Length > MostPictures ? $" The first {MostPictures} of {names.Length} classes." : "")),
            .. Enumerable.Range(0, Math.Min(names.Length, MostPictures))
                .Select(label => ContactSheet(data.Train, label, shown, low, high)),
        ]);
        report.Section("Intensities", new LineChart("Shares of the values", Axis.Number("value"),
            Axis.Percent("share of values") with { High = null, Step = null },
            [.. splits.Select(split => Values(split.Images, low, high).Shares(split.Name))],
            $"64 bins; of each set at most {MostMeasured} images, evenly spaced. Bytes are shown as 0 to 1."));
        return report.Footer("equivariant data.");
    }

    private static Table Counts(IReadOnlyList<ImageSplitSummary> splits, string[] names) => new(
        "", ["class", .. splits.Select(split => split.Name)],
        [
            .. names.Select((name, c) => (IReadOnlyList<string>)[name, .. splits.Select(split => Show.Count(split.PerClass[c]))]),
            ["images", .. splits.Select(split => Show.Count(split.Images.Count))],
        ]);

    private static Gallery ContactSheet(ImageSet images, int label, int shown, float low, float high)
    {
        int[] all = [.. Enumerable.Range(0, images.Count).Where(i => Has(images, i, label))];
        return new Gallery($"{images.Labels.NameOf(label)}: {Show.Count(all.Length)} images",
            [
                .. Thumbnail.Evenly(all.Length, shown).Select(i => new NamedImage(
                    $"{all[i]}", Thumbnail.Of(Thumbnail.Shrink(Picture(images, all[i]), Edge), low, high))),
            ], Shown);
    }

    private static bool Has(ImageSet images, int index, int label) => images.Labels.Task == LabelTask.MultiLabel
        ? images.LabelsOf(index)[label] == 1
        : images.LabelOf(index) == label;

    /// <summary>An image, or the middle slice of a volume.</summary>
    private static Plane Picture(ImageSet images, int index)
    {
        var values = new float[images.ImageShape.Count];
        images.CopyImage(index, values);
        return Plane.Of(values, images.ImageShape);
    }

    /// <summary>0 to 1 for bytes; from the least to the largest value for numbers.</summary>
    private static (float Low, float High) Range(ImageSet images)
    {
        if (!images.IsFloat)
            return (0, 1);
        var (low, high) = (float.MaxValue, float.MinValue);
        foreach (var values in Measured(images))
            (low, high) = (Math.Min(low, values.Min()), Math.Max(high, values.Max()));
        return (low, high > low ? high : low + 1);
    }

    private static Histogram Values(ImageSet images, float low, float high)
    {
        var histogram = new Histogram(low, high);
        foreach (var values in Measured(images))
            histogram.Add(values);
        return histogram;
    }

    private static IEnumerable<float[]> Measured(ImageSet images)
    {
        var values = new float[images.ImageShape.Count];
        foreach (var i in Thumbnail.Evenly(images.Count, MostMeasured))
        {
            images.CopyImage(i, values);
            yield return values;
        }
    }
}
