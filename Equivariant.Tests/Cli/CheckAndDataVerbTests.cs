using System.Text.Json;

namespace Equivariant.Tests.Cli;

public class CheckAndDataVerbTests
{
    [Fact]
    public void ASymmetricNetworkOnAFittingSizeIsExact()
    {
        var json = Call.Of("check", "--conv", "sre", "--width", "4", "--size", "16", "--json").Succeeded().Json;
        Assert.Equal(["model", "size", "exact", "kept", "errors", "brokenBy"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.True(json.GetProperty("exact").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("brokenBy").ValueKind);
        Assert.Equal(7, json.GetProperty("errors").EnumerateObject().Count());
        Assert.All(json.GetProperty("errors").EnumerateObject(), error => Assert.InRange(error.Value.GetDouble(), 0, 1e-5));
    }

    [Theory]
    [InlineData("sre", "18", "AvgPool")]
    [InlineData("plain", "16", "Conv")]
    public void WhatBreaksExactnessIsNamed(string conv, string size, string layer)
    {
        string[] args = ["check", "--conv", conv, "--width", "4", "--size", size];
        var json = Call.Of([.. args, "--json"]).Succeeded().Json;
        Assert.False(json.GetProperty("exact").GetBoolean());
        Assert.Contains(layer, json.GetProperty("brokenBy").GetString());
        Assert.True(json.GetProperty("errors").GetProperty("rot90").GetDouble() > 1e-3);

        var strict = Call.Of([.. args, "--json", "--require-exact"]);
        Assert.Equal(1, strict.ExitCode);
        Assert.False(strict.Json.GetProperty("exact").GetBoolean());
        Assert.Contains(layer, strict.ErrorLine(1));
    }

    private const string Square = "antiTranspose flipH flipV rot90 rot180 rot270 transpose";

    /// <summary>The truth table: what the layers declare is what is measured, also where something is lost. Of volumes the number
    /// of symmetries is given.</summary>
    [Theory]
    [InlineData("rot2", "rot180")]
    [InlineData("rot4", "rot90 rot180 rot270")]
    [InlineData("rot8", "rot90 rot180 rot270")]
    [InlineData("flip", "")]
    [InlineData("flip-h", "flipH")]
    [InlineData("flip-v", "flipV")]
    [InlineData("flip-hv", "flipH flipV rot180")]
    [InlineData("d4", Square)]
    [InlineData("sre", Square)]
    [InlineData("plain", "")]
    [InlineData("rot4,flip", "")]
    [InlineData("rot4,flip-hv", "rot180")]
    [InlineData("rot4,rot4", "rot90 rot180 rot270")]
    [InlineData("d4,d4", Square)]
    [InlineData("d4,plain", "")]
    [InlineData("rot24", "23", 3)]
    [InlineData("oh", "47", 3)]
    [InlineData("oh,rot24", "23", 3)]
    [InlineData("plain", "0", 3)]
    public void WhatAStackKeepsIsDeclaredAndMeasured(string stack, string kept, int rank = 2)
    {
        var size = rank == 2 ? "16" : "8";
        var json = Call.Of("check", "--stack", stack, "--rank", $"{rank}", "--size", size, "--json").Succeeded().Json;
        Assert.Equal(stack.Replace(",", " → "), json.GetProperty("model").GetString());
        var declared = json.GetProperty("kept").EnumerateArray().Select(name => name.GetString()!).ToHashSet();
        if (rank == 2)
            Assert.Equal(kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), declared);
        else
            Assert.Equal(kept, $"{declared.Count}");
        Assert.Equal(declared.Count == (rank == 2 ? 7 : 47), json.GetProperty("exact").GetBoolean());
        foreach (var error in json.GetProperty("errors").EnumerateObject())
        {
            var (least, most) = declared.Contains(error.Name) ? (0, 1e-5) : (0.05, double.MaxValue);
            Assert.InRange(error.Value.GetDouble(), least, most);
        }
    }

    /// <summary>The names of the cube's symmetries have brackets, which tables must not take for markup.</summary>
    [Fact]
    public void AllSymmetriesOfVolumesAreListed()
    {
        string[] args = ["check", "--rank", "3", "--conv", "sre", "--width", "2", "--kernel-sizes", "3", "--size", "8"];
        var json = Call.Of([.. args, "--json"]).Succeeded().Json;
        var text = Call.Of(args).Succeeded().Output;
        Assert.Equal(47, json.GetProperty("errors").EnumerateObject().Count());
        Assert.All(json.GetProperty("errors").EnumerateObject(), error => Assert.Contains(error.Name, text));
    }

    [Fact]
    public void AStackIsANetworkOfItsOwn()
    {
        Assert.Contains("--model", Call.Of("check", "--stack", "d4", "--model", "unet").Failed(2));
        Assert.Contains("one kernel size", Call.Of("check", "--stack", "d4", "--kernel-sizes", "3,5").Failed(2));
        Assert.Contains("rot8", Call.Of("check", "--stack", "d4,d5").Failed(2));
        Assert.Contains("Turns by 45°", Call.Of("check", "--stack", "rot8", "--kernel-sizes", "5").Failed(1));
    }

    [Fact]
    public void TheDataSetsAreListed()
    {
        var sets = Call.Of("data", "--json").Succeeded().Json.GetProperty("sets").EnumerateArray().ToArray();
        var builtIn = Assert.Single(sets, set => set.GetProperty("spec").GetString() == "synthetic:shapes");
        Assert.True(builtIn.GetProperty("available").GetBoolean());
        Assert.Contains("medmnist:breastmnist", Call.Of("data").Succeeded().Output);
    }

    [Fact]
    public void ADataSetSaysWhatIsInIt()
    {
        var json = Call.Of("data", "synthetic:shapes?size=16&train=12&validation=6&test=6", "--json").Succeeded().Json;
        Assert.Equal([1, 16, 16], json.GetProperty("imageShape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal(6, json.GetProperty("classes").GetArrayLength());
        var train = json.GetProperty("splits").GetProperty("train");
        Assert.Equal(12, train.GetProperty("images").GetInt32());
        Assert.Equal(12, train.GetProperty("perClass").EnumerateArray().Sum(count => count.GetInt32()));
    }

    [Fact]
    public void ASetWithAClassForEachPixelSaysWhatIsInIt()
    {
        const string Spec = "synthetic:em?size=32&train=3&test=2";
        var json = Call.Of("data", Spec, "--json").Succeeded().Json;
        Assert.Equal(["inside", "membrane"], json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        var train = json.GetProperty("splits").GetProperty("train");
        Assert.Equal(3, train.GetProperty("images").GetInt32());
        Assert.Equal(3 * 32 * 32, train.GetProperty("pixelsPerClass").EnumerateArray().Sum(count => count.GetInt64()));
        Assert.Contains("membrane", Call.Of("data", Spec).Succeeded().Output);
        Assert.Contains("cremi:FILE", Call.Of("data").Succeeded().Output);
        Assert.Contains("boundary=dark", Call.Of("data", "em:.").Failed(1));
        Refused<DataException>(() => DataSpec.Open(Spec), "class for each pixel");
    }

    [Fact]
    public void ADamagedDataSetIsOneLineWithItsName()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("broken.npz");
        File.WriteAllText(file, "PK, but no archive");
        Assert.Contains(file, Call.Of("data", $"npz:{file}").Failed(1));
    }
}
