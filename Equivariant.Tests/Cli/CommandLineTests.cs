using System.Reflection;
using Equivariant.Cli.Hosting;

namespace Equivariant.Tests.Cli;

public class CommandLineTests
{
    public static TheoryData<string> VerbNames => [.. CommandLine.Verbs().Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void EveryVerbHasHelpWithTheSharedOptions(string verb)
    {
        var call = Call.Of(verb, "--help").Succeeded();
        Assert.All(new[] { "--json", "--device", "--seed", "--threads", "--verbose" },
            option => Assert.Contains(option, call.Output));
        Assert.Empty(call.Error);
    }

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void AnUnknownOptionIsAWrongArgument(string verb)
    {
        var line = Call.Of(verb, "--no-such-option").Failed(2);
        Assert.Contains("--no-such-option", line);
        Assert.Contains($"equivariant {verb} --help", line);
    }

    [Fact]
    public void NothingTypedShowsTheVerbs()
    {
        var call = Call.Of().Succeeded();
        Assert.All(CommandLine.Verbs(), verb => Assert.Contains(verb.Summary, call.Output));
    }

    [Fact]
    public void AnUnknownVerbIsAWrongArgument() =>
        Assert.Contains("'tarin'; there are", Call.Of("tarin").Failed(2));

    [Fact]
    public void OptionsWithoutAVerbAreAWrongArgument() => Call.Of("--json").Failed(2);

    [Theory]
    [InlineData("--seed", "-1", "whole number")]
    [InlineData("--seed", "abc", "whole number")]
    [InlineData("--threads", "0", "whole number")]
    [InlineData("--threads", "1.5", "whole number")]
    [InlineData("--device", "tpu", "cuda[:i]")]
    [InlineData("--device", "cuda:", "cuda[:i]")]
    [InlineData("--device", "cpu:0", "cuda[:i]")]
    public void AWrongValueSaysWhatWasExpected(string option, string value, string expected)
    {
        var line = Call.Of("devices", option, value).Failed(2);
        Assert.Contains(option, line);
        Assert.Contains(expected, line);
        Assert.Contains($"'{value}'", line);
    }

    [Fact]
    public void VerbsHaveNamesOfTheirOwnAndAnOrder()
    {
        var verbs = CommandLine.Verbs();
        Assert.Equal(verbs.Count, verbs.Select(verb => verb.Name).Distinct().Count());
        Assert.Equal(verbs.Count, verbs.Select(verb => verb.Order).Distinct().Count());
    }

    [Fact]
    public void ErrorsBecomeOneLine()
    {
        Assert.Equal("a b", ErrorText.Of(new IOException("a\r\n  b\n")));
        Assert.Equal("size is 3.", ErrorText.Of(new ArgumentException("size is 3.", "size")));
        Assert.Equal("inner", ErrorText.Of(new AggregateException(new TargetInvocationException(new IOException("inner")))));
        Assert.Contains("--verbose", ErrorText.Of(new NullReferenceException()));
    }

    [Fact]
    public void JsonHasCamelCaseNamesAndNullForNumbersThatAreNone() =>
        Assert.Equal("""{"meanAccuracy":null,"byAngle":{"0":0.5},"brokenBy":null,"text":"é°"}""", JsonText.Of(new
        {
            MeanAccuracy = double.NaN,
            ByAngle = new Dictionary<int, double> { [0] = 0.5 },
            BrokenBy = (string?)null,
            Text = "é°",
        }));
}
