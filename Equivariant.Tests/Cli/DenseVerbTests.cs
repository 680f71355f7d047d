using System.Text.Json;

namespace Equivariant.Tests.Cli;

public sealed class DenseVerbTests : FolderTests
{
    private const string Data = "synthetic:em?size=48&train=3&test=2&cell=16";

    [Fact]
    public void ANetworkForPixelsIsTrainedTestedAndUsed()
    {
        var run = PathOf("run");
        string[] settings =
            ["--width", "2", "--size", "16", "--epochs", "2", "--steps", "2", "--batch-size", "2", "--device", "cpu"];
        var trained = Call.Of(["train", "--data", Data, "--out", run, "--json", .. settings]);
        Assert.Equal(0, trained.ExitCode);
        Assert.StartsWith("InceptionFcn(plain", trained.Json.GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Number, trained.Json.GetProperty("validation").GetProperty("auc").ValueKind);

        var tested = Call.Of("eval", "--run", run, "--json", "--tta", "mean", "--device", "cpu");
        Assert.Equal(0, tested.ExitCode);
        Assert.Equal(2 * 48 * 48, tested.Json.GetProperty("pixels").GetInt64());
        Assert.InRange(tested.Json.GetProperty("turnedDifferences").GetProperty("rot90").GetDouble(), 0, 1e-6);

        var predicted = Call.Of("predict", "--run", run, "--out", PathOf("maps"), "--tile", "16", "--json", "--device", "cpu");
        Assert.Equal(0, predicted.ExitCode);
        Assert.Equal(2, Directory.GetFiles(PathOf("maps"), "*.png").Length);
        Assert.Equal(2, predicted.Json.GetProperty("images").GetArrayLength());
        Assert.Contains("--force", Call.Of("predict", "--run", run, "--out", PathOf("maps"), "--device", "cpu").Failed(1));
        Assert.Equal(0, Call.Of("predict", "--run", run, "--out", PathOf("maps"), "--force", "--device", "cpu").ExitCode);

        Assert.Equal(0, Call.Of(
            "predict", "--run", run, "--out", PathOf("fine"), "--format", "png16", "--device", "cpu").ExitCode);
        Assert.All(Directory.GetFiles(PathOf("fine")), file => Assert.Equal(16, Png.Read(file).BitDepth));

        var array = Call.Of("predict", "--run", run, "--out", PathOf("maps.npy"), "--format", "npy", "--device", "cpu");
        Assert.Equal(0, array.ExitCode);
        Assert.Equal(new[] { 2, 48, 48 }, Npy.Read(PathOf("maps.npy")).Shape.ToArray());
        Assert.Equal(0, Call.Of("predict", "--run", run, "--out", PathOf("objects"), "--segment", "--device", "cpu").ExitCode);
        Assert.Equal(2, Directory.GetFiles(PathOf("objects"), "*-objects.npy").Length);

        Assert.False(File.Exists(PathOf("objects/neuron_ids.hdf")));

        var volume = $"cremi:{Golden.PathOf("formats/valid/hdf5/cremi_gzip_shuffle_latest.h5")}?labels=none&test=";
        string[] segmented = ["predict", "--run", run, "--out", PathOf("neurons"), "--segment", "--json", "--device", "cpu", "--data"];
        var neurons = Call.Of([.. segmented, volume + "0-3"]);
        Assert.Equal((0, PathOf("neurons/neuron_ids.hdf")), (neurons.ExitCode, neurons.Json.GetProperty("neuronIds").GetString()));
        using (var file = Hdf5File.Open(PathOf("neurons/neuron_ids.hdf")))
            Assert.Equal("uint64 [4, 20, 27]", file.Dataset("volumes/labels/neuron_ids").Read().ToString());
        Assert.Contains("--force", Call.Of([.. segmented, volume + "0-3"]).Failed(1));
        Assert.Contains("without gaps", Call.Of([.. segmented, volume + "0,2"]).Failed(1));

        Assert.Contains("--angle-step", Call.Of("eval", "--run", run, "--angle-step", "45", "--device", "cpu").Failed(2));
        Assert.Contains("validation", Call.Of("eval", "--run", run, "--split", "validation", "--device", "cpu").Failed(2));
    }

    [Fact]
    public void OptionsForPixelsAreRefusedForImages()
    {
        Assert.Contains("--steps", Call.Of("train", "--data", "synthetic:shapes?size=16&train=32&validation=12&test=12", "--out",
            PathOf("run"), "--steps", "3", "--device", "cpu").Failed(2));
        Assert.Contains("small-cnn", Call.Of(
            "train", "--data", Data, "--model", "small-cnn", "--out", PathOf("run"), "--device", "cpu").Failed(1));
    }

    [Fact]
    public void TheComparisonWritesResultsAndReport()
    {
        string[] call =
        [
            "compare", "--preset", "dense-prediction", "--data", Data, "--out", PathOf("compared"), "--quick", "--models",
            "exact,baseline", "--epochs", "1", "--steps", "2", "--width", "2", "--batch-size", "1", "--json", "--device", "cpu",
        ];
        var untimed = Call.Of([.. call, "--no-timing"]);
        Assert.Equal(0, untimed.ExitCode);
        Assert.Equal(JsonValueKind.Null, untimed.Json.GetProperty("models")[0].GetProperty("predictMsPerImage").ValueKind);
        var timed = Call.Of(call);
        Assert.Equal(0, timed.ExitCode);
        var models = timed.Json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(["baseline", "exact"], models.Select(model => model.GetProperty("name").GetString()));
        Assert.True(models[0].GetProperty("predictMsPerImage").GetDouble() > 0);
        Assert.Equal(JsonSerializer.Serialize(untimed.Json.GetProperty("models")[0].GetProperty("aucMean")),
            JsonSerializer.Serialize(models[0].GetProperty("aucMean")));
        var beside = Call.Of(
            [.. call.Select(word => word == PathOf("compared") ? PathOf("beside") : word), "--no-timing", "--parallel", "2"]);
        Assert.Contains("2 trainings at a time", beside.Succeeded().Error);
        Assert.Equal(models.Select(model => model.GetProperty("aucMean").GetDouble()),
            beside.Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("aucMean").GetDouble()));
        var page = File.ReadAllText(PathOf("compared/report.html"));
        Assert.Contains(".931", page);
        Assert.Contains("type=\"range\"", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        Assert.True(File.Exists(PathOf("compared/results.json")));
        Assert.Contains("other settings", Call.Of([.. call, "--lr", "0.5"]).Failed(1));
    }

    [Fact]
    public void WrongArgumentsOfCompareAreNamed()
    {
        Assert.Contains("--preset is missing", Call.Of("compare", "--data", Data, "--out", PathOf("x")).Failed(2));
        Assert.Contains("--preset", Call.Of("compare", "--preset", "best", "--data", Data, "--out", PathOf("x")).Failed(2));
        Assert.Contains("--no-timing", Call.Of("compare", "--preset", "dense-prediction", "--data", Data, "--out", PathOf("x"),
            "--no-timing", "--timing-device", "cpu").Failed(2));
        Assert.Contains("no data with a class for each pixel", Call.Of("compare", "--preset", "dense-prediction", "--data",
            "synthetic:shapes", "--out", PathOf("x")).Failed(1));
    }
}
