using System.Text.Json;
using Equivariant.Comparison;
using Equivariant.Tests.Formats;
using Equivariant.Tests.Training;
using static Equivariant.Tests.Support.Refusal;

namespace Equivariant.Tests.Comparison;

public sealed class DenseComparisonTests(DenseComparisonTests.Finished finished)
    : FolderTests, IClassFixture<DenseComparisonTests.Finished>
{
    private static readonly DenseSettings Tiny =
        new() { Width = 2, Epochs = 2, StepsPerEpoch = 2, BatchSize = 2, PatchSize = 16 };

    private static readonly DenseSplits Data = DataSpec.OpenDense("synthetic:em?size=48&train=2&test=1&cell=16");

    private readonly CpuDevice device = new();

    /// <summary>Stopped in the middle of a training and moved elsewhere, it ends with the same numbers to the bit.</summary>
    [Fact]
    public void AStoppedComparisonGoesOnWhereItWas()
    {
        using var whole = Open(finished.Folder.Path);
        using (var broken = Open("broken"))
        {
            broken.Train(broken.Models[0], 1, device, null, default);
            Interruption.Stop((progress, stop) => broken.Train(broken.Models[1], 1, device, progress, stop), 2, 1);
        }
        Directory.Move(PathOf("broken"), PathOf("moved"));
        using var moved = Open("moved");
        Assert.True(moved.IsTrained(moved.Models[0], 1));
        Assert.Single(moved.Epochs(moved.Models[1], 1));
        Comparisons.RunAll(moved, device, 3);
        var (expected, actual) = (whole.Results(), moved.Results());
        Assert.Equal(expected.Models.Select(Numbers), actual.Models.Select(Numbers));

        static (string, long, double, double?, double?) Numbers(ComparedModel model) =>
            (model.Name, model.Parameters, model.AucMean, model.AucSd, model.MaxTurnedDifference);
    }

    [Fact]
    public void WhatIsFinishedIsNotDoneAgain()
    {
        var before = Directory.GetFiles(finished.Folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("results.json", StringComparison.Ordinal))
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
        using (var again = Open(finished.Folder.Path))
            Comparisons.RunAll(again, device, 3);
        Assert.All(before.Where(file => !file.Key.EndsWith("comparison.json", StringComparison.Ordinal)),
            file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    /// <summary>Of two seeds, the first of which is finished.</summary>
    [Fact]
    public void ResultsHaveTheFieldsThatWereAgreed()
    {
        using var comparison = Open(finished.Folder.Path, seeds: 2);
        Comparisons.RunAll(comparison, device, 3);
        comparison.Results();
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(finished.Folder.Path, "results.json"))).RootElement;
        Assert.Equal(["data", "seeds", "models"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(2, json.GetProperty("seeds").GetInt32());
        var models = json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(["baseline", "augmented", "paper", "exact"], models.Select(model => model.GetProperty("name").GetString()));
        Assert.All(models, model => Assert.Equal(
            ["name", "parameters", "aucMean", "aucSd", "predictMsPerImage", "predictTimeRatio", "trainSeconds", "peakTrainBytes",
                "maxTurnedDifference"], model.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(1, models[0].GetProperty("predictTimeRatio").GetDouble());
        Assert.True(models[1].GetProperty("predictTimeRatio").GetDouble() > 2);
        Assert.Equal(0, models[1].GetProperty("maxTurnedDifference").GetDouble());
        Assert.InRange(models[3].GetProperty("maxTurnedDifference").GetDouble(), 0, 1e-4);
        Assert.True(models[2].GetProperty("maxTurnedDifference").GetDouble() > 1e-4);
        Assert.All(models, model => Assert.InRange(model.GetProperty("aucMean").GetDouble(), 0, 1));
        Assert.All(models, model => Assert.True(model.GetProperty("peakTrainBytes").GetInt64() > 0));
    }

    [Fact]
    public void OtherSettingsOrDataAreRefused()
    {
        Open("settings").Dispose();
        Refused<IOException>(() => new DenseComparison(PathOf("settings"), Data, Tiny with { Epochs = 3 }, DenseVariant.All, 1),
            "other settings", "--force");
        var other = DataSpec.OpenDense("synthetic:em?size=48&train=3&test=1&cell=16");
        Refused<IOException>(() => new DenseComparison(PathOf("settings"), other, Tiny, DenseVariant.All, 1), "other data");
        // More seeds are no other settings.
        using (var more = Open("settings", seeds: 3))
            Assert.Equal(3, more.Seeds.Count);
    }

    [Fact]
    public void TheAugmentedModelIsTheBaselineTrainedOnTurnedPatches()
    {
        var (a, b) = (Tiny.Training(DenseVariant.All[0], Data, 1), Tiny.Training(DenseVariant.All[1], Data, 1));
        Assert.Equal("d4", b.Augment);
        Assert.Equal(a.Model, b.Model);
        Assert.Equal(a with { Augment = "", Model = b.Model }, b with { Augment = "" });
    }

    public override void Dispose()
    {
        device.Dispose();
        base.Dispose();
    }

    private DenseComparison Open(string name, int seeds = 1) => new(PathOf(name), Data, Tiny, DenseVariant.All, seeds);

    /// <summary>A comparison of one seed that has run to its end.</summary>
    public sealed class Finished : FolderTests
    {
        public Finished()
        {
            using var device = new CpuDevice();
            using var comparison = new DenseComparison(Folder.Path, Data, Tiny, DenseVariant.All, 1);
            Comparisons.RunAll(comparison, device, 3);
        }
    }
}
