using Equivariant.Benchmarks;

namespace Equivariant.Tests.Benchmarks;

/// <summary>Every benchmark runs once, as small as it can be.</summary>
public class BenchmarkTests
{
    public static TheoryData<string> Rows => [.. BenchCase.All.Select(row => row.Name)];

    public static TheoryData<string> OpNames => [.. OpBenchmarks.Names];

    public static TheoryData<string> OptimizerNames => [.. OptimizerBenchmarks.Names];

    [Theory, MemberData(nameof(Rows))]
    public void RowsRun(string row)
    {
        RowBenchmarks[] suites = [new ConvBenchmarks { MostImages = 1 }, new NetworkBenchmarks { MostImages = 1 }];
        var suite = Assert.Single(suites, suite => suite.Rows.Contains(row));
        suite.Row = row;
        Run(suite.SetUp, suite.CleanUp, suite.Forward, suite.Train);
    }

    [Theory, MemberData(nameof(OpNames))]
    public void OpsRun(string op)
    {
        var suite = new OpBenchmarks { Op = op, Images = 1 };
        Run(suite.SetUp, suite.CleanUp, suite.Forward, suite.Train);
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void OptimizersRun(string name)
    {
        var suite = new OptimizerBenchmarks { Name = name, Network = "small-cnn" };
        Run(suite.SetUp, suite.CleanUp, suite.Step, () => suite.ClipGradNorm());
    }

    [Fact]
    public void OtherArgumentsThanForceAreLeftToTheRunner()
    {
        Assert.Equal(["--filter", "*"], ForcedWay.TakeFrom(["--filter", "*"]));
        Assert.Throws<ArgumentException>(() => ForcedWay.TakeFrom(["--force"]));
        Assert.Throws<ArgumentException>(() => ForcedWay.TakeFrom(["--force", "fast", "--filter", "*"]));
    }

    private static void Run(Action setUp, Action cleanUp, params Action[] benchmarks)
    {
        try
        {
            setUp();
            Array.ForEach(benchmarks, benchmark => benchmark());
        }
        finally
        {
            cleanUp();
        }
    }
}
