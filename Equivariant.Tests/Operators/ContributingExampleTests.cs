namespace Equivariant.Tests.Operators;

/// <summary>The op that CONTRIBUTING shows is the one in the folder Example, which the suites test as any other.</summary>
public class ContributingExampleTests
{
    [Theory]
    [InlineData("Softsign.cs", "Equivariant")]
    [InlineData("Softsign.Samples.cs", "Equivariant.Samples")]
    public void TheTextIsWhatIsCompiled(string file, string space)
    {
        var code = File.ReadAllText(Path.Combine(Checkout.Root, "Equivariant.Tests", "Operators", "Example", file))
            .Replace("namespace Equivariant.Tests.Operators.Example;", $"namespace {space};").ReplaceLineEndings("\n");
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "CONTRIBUTING.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```csharp\n{code}```\n", text);
    }

    [Fact]
    public void TheSuitesFindTheOp() => Assert.Contains("Softsign", OpCatalogue.Names);
}
