using Equivariant.Cli.Demo;
using Equivariant.Reports;

namespace Equivariant.Tests.Cli;

public class DemoVerbTests
{
    [Fact, Trait("Length", "Full")]
    public void TheQuickDemoComparesTwoNetworksAndWritesAReport()
    {
        using var folder = new TemporaryFolder();
        var json = Call.Of("demo", "--quick", "--out", folder.Path, "--json").Succeeded().Json;
        Assert.Equal(["models", "seconds", "report"], json.EnumerateObject().Select(property => property.Name));
        var models = json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(2, models.Length);
        foreach (var model in models)
        {
            Assert.Equal(["name", "parameters", "uprightAccuracy", "rotatedMeanAccuracy", "byAngle"],
                model.EnumerateObject().Select(property => property.Name));
            Assert.Equal(DemoSettings.Angles.Select(angle => $"{angle}"),
                model.GetProperty("byAngle").EnumerateObject().Select(p => p.Name));
        }
        // The symmetric network loses nothing at multiples of 90 degrees, however little it has learnt.
        var symmetric = models[1].GetProperty("byAngle");
        Assert.All(new[] { "90", "180", "270" },
            angle => Assert.Equal(symmetric.GetProperty("0").GetDouble(), symmetric.GetProperty(angle).GetDouble()));
        var report = json.GetProperty("report").GetString()!;
        Assert.Equal(folder.File("report.html"), report);
        Assert.True(HtmlReport.IsReport(report));
        Assert.Contains("data:image/png", File.ReadAllText(report));
    }

    [Fact]
    public void AReportHtmlThatIsNotAReportStays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("report.html"), "mine");
        Assert.Contains("--force", Call.Of("demo", "--quick", "--out", folder.Path).Failed(1));
        Assert.Equal("mine", File.ReadAllText(folder.File("report.html")));
    }

    [Fact]
    public void AStoppedDemoLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("stopped", Call.Of(new CancellationToken(true), "demo", "--quick", "--out", folder.Path).ErrorLine(1));
        Assert.Equal(0, folder.Count);
    }

    [Fact]
    public void TheNetworksAreOfLikeSizeAndTrainedAlike()
    {
        var models = DemoSettings.Models(6);
        var sizes = models.Select(model => model.Network.Create(new Initializer(new Rng(0))).ParameterCount).ToArray();
        Assert.InRange((double)sizes[1] / sizes[0], 0.95, 1.05);
        var settings = models.Select(model => DemoSettings.Full.Training(model, 32, 0) with { Model = models[0].Network });
        Assert.Single(settings.Distinct());
    }
}
