using System.Text.Json;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Cli;

public sealed class DenseVerbTests : FolderTests
{
    private const string Data = "synthetic:em?size=48&train=3&test=2&cell=16";

    [Fact]
    public void ANetworkForPixelsIsTrainedTestedAndUsed()
    {
        var run = PathOf("run");
        var trained = Call.Of("train", "--data", Data, "--out", run, "--json", "--width", "2", "--size", "16", "--epochs", "2",
            "--steps", "2", "--batch-size", "2", "--device", "cpu").Succeeded();
        Assert.StartsWith("InceptionFcn(plain", trained.Json.GetProperty("model").GetString());
        Assert.Equal(JsonValueKind.Number, trained.Json.GetProperty("validation").GetProperty("auc").ValueKind);

        var tested = Of("eval", "--json", "--tta", "mean").Succeeded();
        Assert.Equal(2 * 48 * 48, tested.Json.GetProperty("pixels").GetInt64());
        Assert.InRange(tested.Json.GetProperty("turnedDifferences").GetProperty("rot90").GetDouble(), 0, 1e-6);

        var predicted = Of("predict", "--out", PathOf("maps"), "--tile", "16", "--json").Succeeded();
        Assert.Equal(2, Directory.GetFiles(PathOf("maps"), "*.png").Length);
        Assert.Equal(2, predicted.Json.GetProperty("images").GetArrayLength());
        Assert.Contains("--force", Of("predict", "--out", PathOf("maps")).Failed(1));
        Of("predict", "--out", PathOf("maps"), "--force").Succeeded();
        Of("predict", "--out", PathOf("fine"), "--format", "png16").Succeeded();
        Assert.All(Directory.GetFiles(PathOf("fine")), file => Assert.Equal(16, Png.Read(file).BitDepth));
        Of("predict", "--out", PathOf("maps.npy"), "--format", "npy").Succeeded();
        Assert.Equal(new[] { 2, 48, 48 }, Npy.Read(PathOf("maps.npy")).Shape.ToArray());
        Of("predict", "--out", PathOf("objects"), "--segment").Succeeded();
        Assert.Equal(2, Directory.GetFiles(PathOf("objects"), "*-objects.npy").Length);

        Assert.Contains("--angle-step", Of("eval", "--angle-step", "45").Failed(2));
        Assert.Contains("validation", Of("eval", "--split", "validation").Failed(2));

        Assert.False(File.Exists(PathOf("objects/neuron_ids.hdf")));

        var volume = $"cremi:{Golden.PathOf("formats/valid/hdf5/cremi_gzip_shuffle_latest.h5")}?labels=none&test=";
        string[] segment = ["--out", PathOf("neurons"), "--segment", "--json", "--data"];
        var neurons = Of("predict", [.. segment, volume + "0-3"]).Succeeded();
        Assert.Equal(PathOf("neurons/neuron_ids.hdf"), neurons.Json.GetProperty("neuronIds").GetString());
        using (var file = Hdf5File.Open(PathOf("neurons/neuron_ids.hdf")))
            Assert.Equal("uint64 [4, 20, 27]", file.Dataset("volumes/labels/neuron_ids").Read().ToString());
        Assert.Contains("--force", Of("predict", [.. segment, volume + "0-3"]).Failed(1));
        Assert.Contains("without gaps", Of("predict", [.. segment, volume + "0,2"]).Failed(1));

        Call Of(string verb, params string[] options) => Call.Of([verb, "--run", run, "--device", "cpu", .. options]);
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
        var untimed = Call.Of([.. call, "--no-timing"]).Succeeded();
        Assert.Equal(JsonValueKind.Null, untimed.Json.GetProperty("models")[0].GetProperty("predictMsPerImage").ValueKind);
        var timed = Call.Of(call).Succeeded();
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
