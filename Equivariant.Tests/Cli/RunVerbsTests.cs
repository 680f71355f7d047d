using System.Text.Json;
using Equivariant.Reports;

namespace Equivariant.Tests.Cli;

/// <summary>train, eval and predict on a tiny data set.</summary>
public sealed class RunVerbsTests : FolderTests
{
    private const string Data = "synthetic:shapes?size=16&train=48&validation=24&test=24";

    private string Run => PathOf("run");

    [Fact]
    public void TrainWritesARunAndSaysHowItWent()
    {
        var json = Train("--json").Succeeded().Json;
        Assert.Equal(
            ["run", "data", "model", "parameters", "exact", "epochs", "bestEpoch", "validation", "seconds", "imagesPerSecond",
                "report"],
            Names(json));
        Assert.Equal(["loss", "accuracy", "auc"], Names(json.GetProperty("validation")));
        Assert.True(json.GetProperty("exact").GetBoolean());
        Assert.Equal(1, json.GetProperty("epochs").GetInt32());
        Assert.All(new[] { "config.json", "metrics.jsonl", "last.safetensors", "best.safetensors" },
            file => Assert.True(File.Exists(PathOf($"run/{file}")), file));
        Assert.True(HtmlReport.IsReport(json.GetProperty("report").GetString()!));
    }

    [Fact]
    public void ATrainedNetworkIsCheckedAtTheSizeOfItsRun()
    {
        Train().Succeeded();
        var check = Call.Of("check", "--run", Run).Succeeded();
        Assert.Contains("best.safetensors", check.Output);
        Assert.DoesNotContain("random weights", check.Output);
        var json = Call.Of("check", "--run", Run, "--json", "--require-exact").Succeeded().Json;
        Assert.Equal(16, json.GetProperty("size").GetInt32());
        Assert.All(json.GetProperty("errors").EnumerateObject(), error => Assert.InRange(error.Value.GetDouble(), 0, 1e-5));
        // Other weights than those it would draw.
        var drawn = Call.Of("check", "--size", "18", "--width", "4", "--conv", "sre", "--json").Succeeded().Json;
        var odd = Call.Of("check", "--run", Run, "--size", "18", "--json").Succeeded().Json;
        Assert.False(odd.GetProperty("exact").GetBoolean());
        Assert.NotEqual(drawn.GetProperty("errors").ToString(), odd.GetProperty("errors").ToString());
        Assert.Contains("leave --conv out", Call.Of("check", "--run", Run, "--conv", "sre").Failed(2));
        Assert.Contains("no run", Call.Of("check", "--run", Folder.Path).Failed(1));
    }

    [Fact]
    public void ProgressGoesToStderrALineAnEpoch()
    {
        var call = Train().Succeeded();
        Assert.Contains("epoch 1/1", call.Error);
        Assert.DoesNotContain("epoch 1/1", call.Output);
        Assert.Contains("equivariant eval --run", call.Output);
    }

    [Fact]
    public void ARunIsNotOverwrittenUnlessAsked()
    {
        Train().Succeeded();
        var before = File.ReadAllBytes(PathOf("run/last.safetensors"));
        Assert.Contains("--force", Train().Failed(1));
        Assert.Equal(before, File.ReadAllBytes(PathOf("run/last.safetensors")));
        Train("--force", "--seed", "5").Succeeded();
        Assert.NotEqual(before, File.ReadAllBytes(PathOf("run/last.safetensors")));
    }

    [Theory]
    [InlineData("best.safetensors")]
    [InlineData("report.html")]
    public void AFileThatIsNotTheRunsIsNotOverwrittenUnlessAsked(string name)
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(PathOf($"run/{name}"), "mine");
        Assert.Contains(name, Train().Failed(1));
        Assert.Equal("mine", File.ReadAllText(PathOf($"run/{name}")));
        Train("--force").Succeeded();
    }

    [Fact]
    public void AStoppedRunSaysHowToGoOnAndDoes()
    {
        var line = Train(new CancellationToken(true)).ErrorLine(1);
        Assert.Contains("--resume", line);
        Assert.Contains(Run, line);
        var resumed = Call.Of("train", "--out", Run, "--resume", "--json").Succeeded().Json;
        Assert.Equal(1, resumed.GetProperty("epochs").GetInt32());
        // Nothing is left to do: said again, not done again.
        Assert.Equal(
            resumed.GetProperty("seconds").GetDouble(),
            Call.Of("train", "--out", Run, "--resume", "--json").Succeeded().Json.GetProperty("seconds").GetDouble());
    }

    [Theory]
    [InlineData("--epochs", "3")]
    [InlineData("--seed", "3")]
    [InlineData("--data", "synthetic:shapes")]
    public void SettingsCannotChangeWhenARunGoesOn(string option, string value) =>
        Assert.Contains(option, Call.Of("train", "--out", Run, "--resume", option, value).Failed(2));

    [Fact]
    public void ThereIsNothingToResumeWhereThereIsNoRun() =>
        Assert.Contains("config.json", Call.Of("train", "--out", Run, "--resume").Failed(1));

    [Theory]
    [InlineData("--out is missing", 2)]
    [InlineData("--data is missing", 2, "--out", "x")]
    [InlineData("--epochs wants", 2, "--out", "x", "--data", Data, "--epochs", "0")]
    [InlineData("--optimizer wants one of", 2, "--out", "x", "--data", Data, "--optimizer", "lion")]
    [InlineData("no kind of data set 'tarot'", 1, "--out", "x", "--data", "tarot:cards")]
    [InlineData("nothing.npz", 1, "--out", "x", "--data", "npz:nothing.npz")]
    [InlineData("cuda", 1, "--out", "x", "--data", Data, "--device", "cuda")]
    [InlineData("breaks exactness", 1, "--out", "x", "--data", Data, "--conv", "plain", "--require-exact")]
    [InlineData("exact sizes nearby: 16, 24", 1, "--out", "x", "--data", Data, "--conv", "sre", "--size", "18",
        "--require-exact")]
    [InlineData("even", 1, "--out", "x", "--data", Data, "--conv", "sre", "--kernel-sizes", "4")]
    [InlineData("no step 'shear'", 1, "--out", "x", "--data", Data, "--augment", "shear:3")]
    public void BadInputIsOneLineAndLeavesNothing(string says, int exitCode, params string[] args)
    {
        var inside = args.Select(arg => arg == "x" ? Run : arg).ToArray();
        Assert.Contains(says, Call.Of(["train", .. inside]).Failed(exitCode));
        Assert.Equal(0, Folder.Count);
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsOneLine()
    {
        File.WriteAllText(Run, "a file, not a folder");
        Train().ErrorLine(1);
        Assert.Equal("a file, not a folder", File.ReadAllText(Run));
    }

    [Fact]
    public void EvalTellsAccuracyByAngle()
    {
        Train().Succeeded();
        var json = Call.Of("eval", "--run", Run, "--angle-step", "30", "--json").Succeeded().Json;
        Assert.Equal(["upright", "rotated", "agreeAtRightAngles"], Names(json));
        Assert.Equal(["accuracy", "auc"], Names(json.GetProperty("upright")));
        Assert.Equal(["meanAccuracy", "sdAccuracy", "byAngle"], Names(json.GetProperty("rotated")));
        Assert.Equal(Enumerable.Range(0, 13).Select(i => $"{i * 30}"), Names(json.GetProperty("rotated").GetProperty("byAngle")));
        Assert.True(json.GetProperty("agreeAtRightAngles").GetBoolean());
        Assert.Contains("angle of the images", File.ReadAllText(PathOf("run/report.html")));
        Assert.Contains("for every image", Call.Of("eval", "--run", Run, "--angle-step", "90").Succeeded().Output);
    }

    [Fact]
    public void PredictWritesARowAnImageAndNeverOverAFile()
    {
        Train().Succeeded();
        var file = Folder.File("predictions.csv");
        var rows = Call.Of("predict", "--run", Run).Succeeded().Output.TrimEnd('\n').Split('\n');
        Assert.Equal(25, rows.Length);
        Assert.StartsWith("index,label,predicted,p(", rows[0]);
        Call.Of("predict", "--run", Run, "--out", file).Succeeded();
        Assert.Equal(rows, File.ReadAllText(file).TrimEnd('\n').Split('\n'));
        Assert.Contains("--force", Call.Of("predict", "--run", Run, "--out", file).Failed(1));

        var json = Call.Of("predict", "--run", Run, "--split", "validation", "--json").Succeeded().Json;
        Assert.Equal(["run", "data", "split", "classes", "predictions"], Names(json));
        var first = json.GetProperty("predictions")[0];
        Assert.Equal(["index", "predicted", "label", "probabilities"], Names(first));
        Assert.Equal(1, first.GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()), 1e-4);
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("predict")]
    public void WhatIsNoTrainedModelForTheDataIsOneLine(string verb)
    {
        Assert.Contains("--run is missing", Call.Of(verb).Failed(2));
        Call.Of(verb, "--run", Folder.File("nowhere")).Failed(1);
        File.WriteAllText(Folder.File("junk.safetensors"), "not weights at all");
        Assert.Contains("junk.safetensors", Call.Of(verb, "--run", Folder.File("junk.safetensors")).Failed(1));
        Train().Succeeded();
        const string Other = "synthetic:shapes?classes=8&train=8&validation=8&test=8";
        Assert.Contains("8 classes", Call.Of(verb, "--run", Run, "--data", Other).Failed(1));
    }

    private Call Train(params string[] more) => Train(CancellationToken.None, more);

    private Call Train(CancellationToken stop, params string[] more) => Call.Of(stop,
        ["train", "--data", Data, "--out", Run, "--size", "16", "--conv", "sre", "--width", "4", "--kernel-sizes", "3",
            "--epochs", "1", .. more]);

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(property => property.Name);
}
