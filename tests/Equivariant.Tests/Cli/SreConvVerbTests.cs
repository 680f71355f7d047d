using System.Text.Json;

namespace Equivariant.Tests.Cli;

public sealed class SreConvVerbTests : IDisposable
{
    private const string Data = "synthetic:shapes?size=16&train=32&validation=12&test=12";

    private readonly string folder = Directory.CreateTempSubdirectory("equivariant-sre-verbs-").FullName;

    private string Path(string name) => System.IO.Path.Combine(folder, name);

    [Fact]
    public void TheComparisonWritesResultsAndReport()
    {
        string[] call =
        [
            "compare", "--preset", "sre-conv", "--data", Data, "--out", Path("compared"), "--quick", "--models", "sre,plain",
            "--epochs", "1", "--width", "2", "--batch-size", "16", "--json", "--device", "cpu",
        ];
        var untimed = Call.Of([.. call, "--no-timing"]);
        Assert.Equal(0, untimed.ExitCode);
        Assert.Equal(JsonValueKind.Null, untimed.Json.GetProperty("models")[0].GetProperty("trainStepMs").ValueKind);
        var timed = Call.Of(call);
        Assert.Equal(0, timed.ExitCode);
        var models = timed.Json.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(["plain", "sre"], models.Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(0, models[1].GetProperty("judgedDifferently").GetInt32());
        Assert.Equal(untimed.Json.GetProperty("models")[0].GetProperty("rotatedAccuracyMean").GetDouble(),
            models[0].GetProperty("rotatedAccuracyMean").GetDouble());
        var page = File.ReadAllText(Path("compared/report.html"));
        Assert.Contains("Accuracy over angle", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        Assert.True(File.Exists(Path("compared/results.csv")));
        Assert.Contains("other settings", Call.Of([.. call, "--lr", "0.5"]).Failed(1));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        string[] call = ["compare", "--preset", "sre-conv", "--data", Data, "--out", Path("x")];
        Assert.Contains("--steps", Call.Of([.. call, "--steps", "3"]).Failed(2));
        Assert.Contains("--turns", Call.Of([.. call, "--turns", "cubic"]).Failed(2));
        Assert.Contains("cube24", Call.Of([.. call, "--models", "cube24"]).Failed(1));
        Assert.Contains("--form", Call.Of("compare", "--preset", "dense-prediction", "--data", "synthetic:em", "--out", Path("x"),
            "--form", "full").Failed(2));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
