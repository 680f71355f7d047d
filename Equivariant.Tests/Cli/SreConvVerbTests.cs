using System.Text.Json;
using System.Text.Json.Nodes;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Cli;

public sealed class SreConvVerbTests : FolderTests
{
    private const string Data = "synthetic:shapes?size=16&train=32&validation=12&test=12";

    [Fact]
    public void TheComparisonWritesResultsAndReport()
    {
        string[] call =
        [
            "compare", "--preset", "sre-conv", "--data", Data, "--out", PathOf("compared"), "--quick", "--models", "sre,plain",
            "--epochs", "1", "--width", "2", "--batch-size", "16", "--json", "--device", "cpu",
        ];
        var untimed = Call.Of([.. call, "--no-timing"]).Succeeded();
        Assert.Equal(JsonValueKind.Null, untimed.Json.GetProperty("models")[0].GetProperty("trainStepMs").ValueKind);
        var timed = Call.Of(call).Succeeded();
        var models = timed.Json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(["plain", "sre"], models.Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(0, models[1].GetProperty("judgedDifferently").GetInt32());
        Assert.Equal(untimed.Json.GetProperty("models")[0].GetProperty("rotatedAccuracyMean").GetDouble(),
            models[0].GetProperty("rotatedAccuracyMean").GetDouble());
        var page = File.ReadAllText(PathOf("compared/report.html"));
        Assert.Contains("Accuracy over angle", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        Assert.True(File.Exists(PathOf("compared/results.csv")));
        Assert.Contains("other settings", Call.Of([.. call, "--lr", "0.5"]).Failed(1));
    }

    /// <summary>Two trainings at a time, each with half of the threads, say the same to the bit as one after the other.</summary>
    [Fact]
    public void TrainingsBesideOneAnotherChangeNothing()
    {
        var alone = Compare("alone", 1);
        var beside = Compare("beside", 2);
        Assert.Contains("2 trainings at a time", beside.Error);
        Assert.DoesNotContain("at a time", alone.Error);
        Assert.Contains("[1/4] plain, seed 1  epoch 1/1", beside.Error);
        Assert.Contains("[4/4] sre, seed 2  epoch 1/1", beside.Error);
        Assert.Contains("[3/4] plain, seed 2: accuracy", beside.Error);
        string[] files = [.. Directory.EnumerateFiles(PathOf("alone/tests")).Select(System.IO.Path.GetFileName).Order()!];
        Assert.Equal(4, files.Length);
        foreach (var file in files.Select(name => $"tests/{name}").Append("results.json"))
            Assert.Equal(Numbers($"alone/{file}"), Numbers($"beside/{file}"));

        Call Compare(string name, int parallel) => Call.Of(
            "compare", "--preset", "sre-conv", "--data", Data, "--out", PathOf(name), "--quick", "--models", "sre,plain",
            "--seeds", "2", "--epochs", "1", "--width", "4", "--batch-size", "16", "--json", "--device", "cpu", "--threads", "3",
            "--no-timing", "--parallel", $"{parallel}").Succeeded();

        // How long it took, and on how many threads, may differ.
        string Numbers(string file)
        {
            var json = JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsObject();
            foreach (var part in json["models"]?.AsArray().Select(model => model!.AsObject()) ?? [json])
            {
                Assert.True(part.Remove("trainSeconds"));
                part.Remove("device");
            }
            return json.ToJsonString();
        }
    }

    [Fact]
    public void AnErrorInOneOfSeveralTrainingsIsSaidOnce()
    {
        var failed = Call.Of(
            "compare", "--preset", "sre-conv", "--data", Data, "--out", PathOf("diverged"), "--quick", "--models", "sre,plain",
            "--seeds", "2", "--epochs", "3", "--width", "2", "--lr", "1e30", "--device", "cpu", "--no-timing", "--parallel", "2");
        Assert.Contains("diverged", failed.ErrorLine(1));
        Assert.Single(failed.Error.Split('\n'), line => line.StartsWith("error: "));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        string[] call = ["compare", "--preset", "sre-conv", "--data", Data, "--out", PathOf("x")];
        Assert.Contains("--steps", Call.Of([.. call, "--steps", "3"]).Failed(2));
        Assert.Contains("--parallel", Call.Of([.. call, "--parallel", "0"]).Failed(2));
        Assert.Contains("--turns", Call.Of([.. call, "--turns", "cubic"]).Failed(2));
        Assert.Contains("cube24", Call.Of([.. call, "--models", "cube24"]).Failed(1));
        Assert.Contains("--form", Call.Of("compare", "--preset", "dense-prediction", "--data", "synthetic:em", "--out",
            PathOf("x"), "--form", "full").Failed(2));
    }
}
