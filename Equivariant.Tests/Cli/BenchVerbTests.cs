using System.Text.Json;
using Equivariant.Benchmarks;

namespace Equivariant.Tests.Cli;

public class BenchVerbTests
{
    private static readonly string[] Fields =
        ["name", "forwardMs", "trainMs", "peakBytes", "denseGflops", "workGflops", "peerForwardMs", "peerTrainMs"];

    [Fact]
    public void TheRowsAreThoseThatComparisonsName() => Assert.Equal(
        [
            "plain-1x1", "plain-3x3", "plain-3x3-256", "plain-5x5", "plain-7x7", "sre-3x3", "sre-5x5", "sre-7x7", "sre-9x9",
            "rot4max-3x3", "rot8max-3x3", "flip3max-3x3", "flip4max-3x3", "flip3max-5x5", "d4max-3x3",
            "p4-3x3", "p4m-3x3", "p4-3x3-512", "p4m-3x3-512", "sre3d-5",
            "plain3d-3", "plain3d-5", "rot24max3d-3", "rot24max3d-3-64", "net-resnet18", "net-sre-resnet18",
        ],
        BenchCase.All.Select(row => row.Name));

    [Fact]
    public void JsonHasTheMachineTheThreadsAndARowForEachMeasurement()
    {
        var json = Call.Of("bench", "--quick", "--threads", "1", "--filter", "plain-1x1,rot4", "--json").Succeeded().Json;
        Assert.Equal(["machine", "threads", "rows"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, json.GetProperty("threads").GetInt32());
        var rows = json.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["plain-1x1", "rot4max-3x3"], rows.Select(row => row.GetProperty("name").GetString()!));
        foreach (var row in rows)
        {
            Assert.Equal(Fields, row.EnumerateObject().Select(property => property.Name));
            Assert.All(Fields[1..6], field => Assert.True(row.GetProperty(field).GetDouble() > 0, field));
            Assert.All(Fields[6..], field => Assert.Equal(JsonValueKind.Null, row.GetProperty(field).ValueKind));
        }
    }

    [Fact]
    public void WorkIsCountedAlongTheWayThatIsForced()
    {
        var (dense, factorised) = (Shares("dense"), Shares("factorised"));
        Assert.Equal(1, dense, 1e-9);
        Assert.Equal(2 / 9.0, factorised, 1e-9);

        static double Shares(string way)
        {
            var call = Call.Of("bench", "--quick", "--filter", "sre-3x3", "--force", way, "--json").Succeeded();
            var row = call.Json.GetProperty("rows")[0];
            return row.GetProperty("workGflops").GetDouble() / row.GetProperty("denseGflops").GetDouble();
        }
    }

    [Fact]
    public void RowsThatLackTheForcedWaySaySo()
    {
        var error = Call.Of("bench", "--quick", "--filter", "plain-1x1,sre-3x3", "--force", "factorised").Succeeded().Error;
        Assert.Contains("no factorised way, computed dense: plain-1x1", error);
        Assert.DoesNotContain("sre-3x3", error);
        error = Call.Of("bench", "--quick", "--filter", "plain-1x1,sre-3x3", "--force", "plain").Succeeded().Error;
        Assert.DoesNotContain("way", error);
    }

    [Fact]
    public void APeakHoldsTheOperandsAndTheResultsOfATrainingPass()
    {
        var row = Call.Of("bench", "--quick", "--filter", "plain-1x1", "--json").Succeeded().Json.GetProperty("rows")[0];
        // x, y and their gradients for 2 images, and the weight with its own.
        long least = sizeof(float) * ((4 * 2 * 128 * 14 * 14) + (2 * 128 * 128));
        Assert.InRange(row.GetProperty("peakBytes").GetInt64(), least, 2 * least);
    }

    [Fact]
    public void PeopleGetATableWithRatiosToThePlainConvolution()
    {
        var output = Call.Of("bench", "--quick", "--filter", "plain-3x3").Succeeded().Output;
        Assert.Contains("plain-3x3", output);
        Assert.Contains("(1.00)", output);
    }

    [Theory]
    [InlineData("--filter", "sre-4x4", "sre-9x9")]
    [InlineData("--filter", "plain-3x3,", "plain-3x3")]
    [InlineData("--force", "fast", "factorised")]
    [InlineData("--rounds", "0", "1")]
    public void UnknownValuesAreWrongArguments(string option, string value, string hint)
    {
        var line = Call.Of("bench", option, value).Failed(2);
        Assert.Contains(option, line);
        Assert.Contains(hint, line);
    }
}
