using System.Text.Json;
using Equivariant.Benchmarks;
using Equivariant.Comparison;
using Equivariant.Tests.Formats;
using Equivariant.Tests.Training;
using static Equivariant.Tests.Support.Refusal;

namespace Equivariant.Tests.Comparison;

public sealed class SreComparisonTests : FolderTests
{
    private static readonly SreSettings Tiny = new()
    {
        Width = 2, InputSize = 16, Epochs = 2, BatchSize = 16, Turns = "nearest,bilinear-disc", TimedBatch = 4,
    };

    private readonly CpuDevice device = new();

    /// <summary>Stopped in the middle of a training and moved elsewhere, it ends with the same numbers to the bit.</summary>
    [Fact]
    public void AStoppedComparisonGoesOnWhereItWas()
    {
        using var whole = Open("whole");
        var expected = RunAll(whole);
        using (var broken = Open("broken"))
            Interruption.Stop((progress, stop) => broken.Train(broken.Models[0], 1, device, progress, stop), 2, 1);
        Directory.Move(PathOf("broken"), PathOf("moved"));
        using var moved = Open("moved");
        Assert.Single(moved.Epochs(moved.Models[0], 1));
        var actual = RunAll(moved);
        Assert.Equal(expected.Models.Select(Numbers), actual.Models.Select(Numbers));

        static (string, long, double, double, double, double) Numbers(ComparedClassifier model) => (model.Name, model.Parameters,
            model.UprightAccuracyMean, model.RotatedAccuracyMean, model.WorstAngleAccuracy, model.MaxLogitError);
    }

    /// <summary>Each keeps the epochs that it finished, and goes on from there.</summary>
    [Fact]
    public void TrainingsBesideOneAnotherStopTogether()
    {
        using var whole = Open("whole");
        var expected = RunAll(whole);
        using var stop = new CancellationTokenSource();
        using var second = new CpuDevice(1);
        using var meeting = new Barrier(2, _ => stop.Cancel());
        using var broken = Open("broken");
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingLanes.Run(broken.Trainings, [device, second],
            (training, own, token) => broken.Train(
                training.Model, training.Seed, own, new SynchronousProgress<TrainingProgress>(p =>
            {
                if (p is { Epoch: 2, Step: 1, Finished: null })
                    meeting.SignalAndWait(TimeSpan.FromMinutes(1));
            }), token), stop.Token));
        Assert.Equal([1, 1, 0], broken.Models.Select(model => broken.Epochs(model, 1).Count));
        var actual = RunAll(broken);
        Assert.Equal(expected.Models.Select(model => model.RotatedAccuracyMean),
            actual.Models.Select(model => model.RotatedAccuracyMean));
        Assert.Equal(expected.Models.Select(model => model.MaxLogitError), actual.Models.Select(model => model.MaxLogitError));
    }

    [Fact]
    public void ResultsHaveTheFieldsThatWereAgreed()
    {
        using (var comparison = Open("fields", seeds: 2))
            RunAll(comparison);
        var json = JsonDocument.Parse(File.ReadAllText(PathOf("fields/results.json"))).RootElement;
        Assert.Equal(["data", "seeds", "models"], json.EnumerateObject().Select(property => property.Name));
        var models = json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(["plain", "sre", "p4"], models.Select(model => model.GetProperty("name").GetString()));
        foreach (var name in new[]
        {
            "parameters", "macs", "uprightAccuracyMean", "uprightAucMean", "rotatedAccuracyMean", "rotatedAccuracySd",
            "worstAngleAccuracy", "trainStepMs", "predictMsPerImage", "peakTrainBytes", "maxLogitError",
        })
            Assert.All(models, model => Assert.Equal(JsonValueKind.Number, model.GetProperty(name).ValueKind));
        Assert.Equal(1, models[0].GetProperty("trainStepRatio").GetDouble());
        var csv = File.ReadAllLines(PathOf("fields/results.csv"));
        Assert.Equal(4, csv.Length);
        Assert.All(csv, line => Assert.Equal(csv[0].Split(',').Length, line.Split(',').Length));
        Assert.Equal(models[0].EnumerateObject().Select(property => property.Name), csv[0].Split(',').Skip(2));
    }

    /// <summary>In two and three dimensions; the plain network is the negative row.</summary>
    [Theory]
    [InlineData(2, false, "sre")]
    [InlineData(2, false, "p4m")]
    [InlineData(3, false, "sre")]
    [InlineData(3, false, "oh")]
    public void ExactModelsKeepTheirLogitsAndDecisions(int rank, bool full, string name)
    {
        var settings = Tiny with { Full = full, Epochs = 1, Turns = "nearest", Width = full ? 8 : 2 };
        using var exact = new SreComparison(PathOf("exact"), Noise(rank), settings, [Variant(name), Variant("plain")], 1);
        foreach (var model in exact.Models)
            exact.Train(model, 1, device, null, default);
        var tested = exact.Test(exact.Models[0], 1, device, null, default);
        Assert.Empty(exact.TestedSeeds);
        var plain = exact.Test(exact.Models[1], 1, device, null, default);
        Assert.Single(exact.TestedSeeds);
        Assert.InRange(tested.MaxLogitError, 0, 1e-5);
        Assert.Equal(0, tested.Turned[0].Disagree);
        Assert.All(tested.Turned[0].Flips.Values, accuracy => Assert.Equal(tested.Accuracy, accuracy, 1e-12));
        Assert.True(plain.MaxLogitError > 3e-5);
    }

    [Theory, Trait("Length", "Full")]
    [InlineData(2, "sre")]
    [InlineData(2, "gmr")]
    [InlineData(2, "p4m")]
    [InlineData(2, "d4")]
    [InlineData(3, "sre")]
    public void ExactModelsOfFullSizeKeepTheirLogitsAndDecisions(int rank, string name) =>
        ExactModelsKeepTheirLogitsAndDecisions(rank, full: true, name);

    [Fact]
    public void ModelsAreOfferedForTheAxesTheyCanTurn()
    {
        Assert.True(Variant("p4").IsFor(false, 2));
        Assert.False(Variant("p4").IsFor(false, 3));
        Assert.False(Variant("cube24").IsFor(false, 2));
        Assert.True(Variant("cube24").IsFor(false, 3));
        Assert.False(Variant("rot4").IsFor(false, 3));
        Assert.False(Variant("rot24").IsFor(false, 2));
        Assert.True(Variant("rot24").IsFor(false, 3));
        // Its kernels are 3×3 alone, the stem of the full form is not.
        Assert.True(Variant("ric").IsFor(false, 2));
        Assert.False(Variant("ric").IsFor(true, 2));
        foreach (var full in new[] { false, true })
        {
            Assert.Equal(["plain", "augmented", "sre", "gmr", "rot4", "p4", "p4m"], UsualFor(full, 2));
            Assert.Equal(["plain", "augmented", "sre", "gmr", "rot24", "cube24"], UsualFor(full, 3));
        }

        IEnumerable<string> UsualFor(bool full, int rank) =>
            SreVariant.Usual.Where(name => Variant(name).IsFor(full, rank));
    }

    /// <summary>All but turned training is alike.</summary>
    [Fact]
    public void TheAugmentedModelIsThePlainOneTrainedOnTurnedImages()
    {
        var (plain, augmented) = (Tiny.Training(Variant("plain"), Shapes(), 1), Tiny.Training(Variant("augmented"), Shapes(), 1));
        Assert.Equal((plain.Model.Name, plain.Model.Conv), (augmented.Model.Name, augmented.Model.Conv));
        Assert.Equal("", plain.Augment);
        Assert.StartsWith("rotate:180", augmented.Augment);
    }

    /// <summary>By hand: a 3×3 layer with stride 1 on 8×8, then a linear one.</summary>
    [Fact]
    public void ProductsAreThoseOfTheLayers()
    {
        using var plain = Network(new Conv(2, 3, 4, 3, Init(), new() { Padding = 1 }));
        const double expected = (64 * 4 * 3 * 9) + (4 * 2);
        Assert.Equal(new NetworkCost(expected, expected), NetworkCost.Of(plain, [1, 3, 8, 8], device));
        using var rings = Network(new SreConv(2, 3, 4, 9, Init(), new() { Padding = 4 }));
        var cost = NetworkCost.Of(rings, [1, 3, 8, 8], device);
        Assert.Equal((64 * 4 * 3 * 81) + 8, cost.Dense);
        Assert.Contains(cost.AsRun - 8, new[] { 64.0 * 4 * 3 * 5, 64.0 * 4 * 3 * 81 });
        using var group = Network(new LiftingConv(SymmetryGroups.C4, 3, 1, 3, Init(), new() { Padding = 1 }));
        Assert.Equal((64 * 4 * 3 * 9) + 8, NetworkCost.Of(group, [1, 3, 8, 8], device).Dense);

        Sequential Network(Module first) => new(first, new GlobalAvgPool(), new Linear(4, 2, Init()));
        Initializer Init() => new(new Rng(1), device);
    }

    [Fact]
    public void OtherSettingsDataOrSizesAreRefused()
    {
        Open("settings").Dispose();
        Refused<IOException>(() => new SreComparison(PathOf("settings"), Shapes(), Tiny with { Epochs = 3 }, SreVariant.All, 1),
            "other settings", "--force");
        Refused<IOException>(() => new SreComparison(PathOf("settings"), Noise(2), Tiny, SreVariant.All, 1), "other data");
        Refused<ArgumentException>(
            () => new SreComparison(PathOf("size"), Shapes(), Tiny with { InputSize = 28 }, SreVariant.All, 1), "28", "32");
    }

    [Fact]
    public void AFolderServesOneComparisonAtATime()
    {
        using (Open("busy"))
        {
            Refused<IOException>(() => Open("busy"), "busy", "another process", "another folder");
            Refused<IOException>(
                () => new SreComparison(PathOf("busy"), Noise(2), Tiny, SreVariant.All, 1, force: true), "another process");
        }
        Open("busy").Dispose();
        // One that is refused lets go of the folder.
        Refused<IOException>(() => new SreComparison(PathOf("busy"), Noise(2), Tiny, SreVariant.All, 1), "other data");
        Open("busy").Dispose();
        Assert.Equal([PathOf("busy/comparison.json")], Directory.GetFiles(PathOf("busy")));
    }

    [Fact]
    public void PublishedScoresAreFoundByName()
    {
        Assert.Contains(PublishedScore.Of("medmnist:breastmnist"), row => row is { Auc: .901, Accuracy: .863 });
        Assert.Empty(PublishedScore.Of("synthetic:shapes"));
    }

    public override void Dispose()
    {
        device.Dispose();
        base.Dispose();
    }

    private static SreVariant Variant(string name) => SreVariant.All.First(variant => variant.Name == name);

    private static DataSplits Shapes() =>
        DataSpec.Open("synthetic:shapes?size=16&classes=2&train=32&validation=12&test=12");

    private static DataSplits Noise(int rank)
    {
        var rng = new Rng(5);
        return new("noise", "", "", Split(16), Split(8), Split(8));

        ImageSet Split(int count)
        {
            var pixels = new byte[count * (int)Math.Pow(16, rank)];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)rng.NextInt(256);
            int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
            return ImageSet.FromBytes("noise", pixels, [1, .. Enumerable.Repeat(16, rank)], labels, LabelInfo.OfClasses(2));
        }
    }

    private SreComparison Open(string name, int seeds = 1) =>
        new(PathOf(name), Shapes(), Tiny, [Variant("plain"), Variant("sre"), Variant("p4")], seeds);

    private ClassifierResults RunAll(SreComparison comparison)
    {
        Comparisons.RunAll(comparison, device, 2);
        return comparison.Results();
    }
}
