using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Equivariant.Tests.Support.LongestFirst", "Equivariant.Tests")]

namespace Equivariant.Tests.Support;

/// <summary>Starts the long classes before all others, so that no core waits for one of them at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        ["Gpu.TunedKernel", "Gpu.OpParity", "Gpu.", "Training.StepAllocation", "Comparison.", "Cli."];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => (uint)Array.FindIndex(
            Long, name => collection.DisplayName.Contains($"Tests.{name}", StringComparison.Ordinal)));
}
