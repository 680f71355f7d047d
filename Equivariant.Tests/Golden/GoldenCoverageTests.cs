namespace Equivariant.Tests.GoldenData;

/// <summary>No case of the golden ops may be left out: an operation that nothing here tests is a failure.</summary>
public class GoldenCoverageTests
{
    [Fact]
    public void EveryCaseIsRunOnce()
    {
        var all = Golden.Cases("ops.json").Select(GoldenJson.Name).Order().ToArray();
        var run = typeof(GoldenCoverageTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(GoldenCoverageTests).Namespace)
            .Select(type => type.GetProperty("Cases")?.GetValue(null)).OfType<TheoryData<string>>()
            .SelectMany(cases => (IEnumerable<object[]>)cases).Select(row => (string)row[0]);
        // Other indices have cases of their own names.
        Assert.Equal(all, run.Where(all.Contains).Order());
    }
}
