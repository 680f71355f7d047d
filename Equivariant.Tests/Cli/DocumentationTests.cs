using Equivariant.Cli.Hosting;

namespace Equivariant.Tests.Cli;

public class DocumentationTests
{
    [Fact]
    public void EveryVerbAndOptionStandsInTheDocumentation()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "cli.md"));
        foreach (var verb in CommandLine.Verbs())
        {
            Assert.Contains($"\n## {verb.Name}\n", text);
            Assert.All(verb.Parts, part => Assert.Contains($"\n### {verb.Name} {part.Name}\n", text));
            foreach (var one in (Verb[])[verb, .. verb.Parts])
                Assert.All(one.All, option => Assert.Contains(option.Name, text));
        }
        Assert.All(new SharedOptions().All, option => Assert.Contains(option.Name, text));
    }
}
