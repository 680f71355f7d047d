using System.Text.RegularExpressions;
using Equivariant.Cli.DataSets;
using Equivariant.Metrics;

namespace Equivariant.Tests.Cli;

public sealed partial class DataReportTests : FolderTests
{
    private const string Dense = "synthetic:em?size=40&train=5&test=2";
    private const string Images = "synthetic:shapes?size=16&train=24&validation=6&test=6";

    [Fact]
    public void ImagesWithLabelsOfPixelsAreShownWithTheirBoundaries()
    {
        var json = Call.Of("data", Dense, "--out", Folder.Path, "--json").Succeeded().Json;
        var page = Page(json.GetProperty("report").GetString()!);
        // Two images of each set in detail, each thrice, and all in the contact sheets.
        Assert.Equal((2 * 2 * 3) + 5 + 2, Picture().Count(page));
        Assert.Equal(4, Regex.Count(page, "alt=\"boundary on the image\""));
        Assert.Contains("40×40", page);
        var share = json.GetProperty("splits").GetProperty("train").GetProperty("pixelsPerClass")[1].GetInt64() / (5.0 * 40 * 40);
        Assert.Contains(FormattableString.Invariant($"{100 * share:0.0} %"), page);
    }

    [Fact]
    public void ImagesWithOneLabelAreShownByClass()
    {
        var json = Call.Of("data", Images, "--out", Folder.Path, "--json").Succeeded().Json;
        var page = Page(json.GetProperty("report").GetString()!);
        Assert.Equal(24, Picture().Count(page));
        Assert.All(json.GetProperty("classes").EnumerateArray(), name => Assert.Contains($"{name.GetString()}: 4 images", page));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ColoursVolumesAndSeveralLabelsAreShown(bool volumes)
    {
        int[] shape = volumes ? [1, 6, 4, 4] : [3, 4, 4];
        var info = volumes ? new LabelInfo(LabelTask.MultiLabel, 3) : new LabelInfo(LabelTask.MultiClass, 3);
        int[] labels = volumes ? [1, 0, 1, 0, 0, 1] : [2, 2];
        var set = ImageSet.FromFloats("s", new float[2 * new Shape(shape).Count], new Shape(shape), labels, info);
        var data = new DataSplits("data", "made", "none", set, set, set);
        var page = Equivariant.Cli.Pages.ImageDataPage.Of(data, ImageSplitSummary.AllOf(data)).ToHtml();
        Assert.Equal(volumes ? 3 : 2, Picture().Count(page));
        Assert.Equal(volumes, page.Contains("middle slice"));
    }

    [Fact]
    public void WithoutLabelsTheImagesAloneAreShown()
    {
        Directory.CreateDirectory(Folder.File("image"));
        for (var i = 0; i < 3; i++)
            Png.Write(Folder.File($"image/{i}.png"), new byte[8 * 8], 8, 8, 1);
        var call = Call.Of("data", $"em:{Folder.Path}?labels=none&train=0-1&test=2", "--out", Folder.File("out"));
        var page = Page(Folder.File("out/report.html"));
        Assert.Contains("report: ", call.Succeeded().Output);
        Assert.Equal(3 + 3, Picture().Count(page));
        Assert.DoesNotContain("boundary on the image", page);
        Assert.DoesNotContain("NaN", page);
    }

    /// <summary>Not even a report: it may be that of a run.</summary>
    [Theory]
    [InlineData(Dense)]
    [InlineData(Images)]
    public void AReportIsReplacedOnlyByForce(string spec)
    {
        Call.Of("data", spec, "--out", Folder.Path).Succeeded();
        File.AppendAllText(Folder.File("report.html"), "mine");
        Assert.Contains("--force", Call.Of("data", spec, "--out", Folder.Path).Failed(1));
        Assert.EndsWith("mine", File.ReadAllText(Folder.File("report.html")));
        Call.Of("data", spec, "--out", Folder.Path, "--force").Succeeded();
        Assert.DoesNotContain("mine", File.ReadAllText(Folder.File("report.html")));
    }

    [Fact]
    public void AReportNeedsADataSet()
    {
        Assert.Contains("data SPEC", Call.Of("data", "--out", Folder.Path).Failed(2));
        Call.Of("data", "em:nowhere?boundary=dark", "--out", Folder.File("none")).Failed(1);
        Assert.False(Directory.Exists(Folder.File("none")));
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    [InlineData(100, 7)]
    [InlineData(int.MaxValue, 3)]
    public void ChosenImagesAreDistinctAndSpreadOverTheSet(int count, int most)
    {
        int[] chosen = [.. Thumbnail.Evenly(count, most)];
        Assert.Equal(Math.Min(count, most), chosen.Distinct().Count());
        Assert.Equal(chosen.Order(), chosen);
        Assert.All(chosen, i => Assert.InRange(i, 0, count - 1));
        // As much is left out before the first as behind the last, up to one.
        Assert.InRange(chosen[0] - (count - 1 - chosen[^1]), -1, 1);
    }

    [Theory]
    [InlineData(6, 4, 4, 3, 2)]
    [InlineData(5, 7, 3, 2, 3)]
    [InlineData(4, 4, 4, 4, 4)]
    public void AShrunkImageHasTheMeansOfSquares(int height, int width, int most, int rows, int columns)
    {
        var image = new Plane([.. Enumerable.Range(0, 2 * height * width).Select(i => i * i % 17f)], 2, height, width);
        var small = Thumbnail.Shrink(image, most);
        Assert.Equal((2, rows, columns), (small.Channels, small.Height, small.Width));
        var edge = (height + rows - 1) / rows;
        for (var i = 0; i < small.Values.Length; i++)
        {
            var (channel, row, column) = (i / small.Area, i % small.Area / columns, i % columns);
            var square = from y in Enumerable.Range(row * edge, edge)
                         from x in Enumerable.Range(column * edge, edge)
                         where y < height && x < width
                         select image.Values[(((channel * height) + y) * width) + x];
            Assert.Equal(square.Average(), small.Values[i], 1e-5f);
        }
    }

    [Fact]
    public void AHistogramCountsEveryValueOnce()
    {
        float[] values = [-1, 0, 0.25f, 0.5f, 0.999f, 1, 7];
        var histogram = new Histogram();
        histogram.Add(values);
        Assert.Equal(values.Length, histogram.Count);
        Assert.Equal(values.Average(), histogram.Mean, 1e-6);
        var variance = values.Average(value => Math.Pow(value - values.Average(), 2));
        Assert.Equal(Math.Sqrt(variance), histogram.StandardDeviation, 1e-5);
        var points = histogram.Shares("x").Points;
        Assert.Equal(1, points.Sum(point => point.Y), 1e-12);
        Assert.Equal(2 / 7.0, points[0].Y, 1e-12);
        Assert.Equal(3 / 7.0, points[^1].Y, 1e-12);
        Assert.Empty(new Histogram().Shares("none").Points);
        var twice = Histogram.Sum([histogram, histogram]);
        Assert.Equal((2 * histogram.Count, histogram.Mean), (twice.Count, twice.Mean));
        Assert.Equal(points, twice.Shares("x").Points);
    }

    [Fact]
    public void TheBoundaryIsColouredAndNothingElse()
    {
        var image = new Plane([0, 0.5f, 1, 0.25f], 1, 2, 2);
        var labels = new Plane([0, 1, 0, 0, 0, 0, 1, 0], 2, 2, 2);
        var both = Pixels(Thumbnail.Overlaid(image, labels).DataUri);
        for (var i = 0; i < 4; i++)
            Assert.Equal(i != 1, both[3 * i] == both[(3 * i) + 1] && both[3 * i] == both[(3 * i) + 2]);
        Assert.Equal([0, 255, 64], [both[0], both[6], both[9]]);
        Assert.Equal([255, 0, 128, 255], Pixels(Thumbnail.OfLabels(labels).DataUri));
    }

    private static int[] Pixels(string uri) =>
        Png.Read(Convert.FromBase64String(uri[(uri.IndexOf(',') + 1)..])).Samples.ToInt32();

    private static string Page(string path)
    {
        var page = File.ReadAllText(path);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        return page;
    }

    [GeneratedRegex("<img ")]
    private static partial Regex Picture();
}
