using System.Text.Json;
using Equivariant.Cli.Hosting;
using Equivariant.Cli.Terminals;

namespace Equivariant.Tests.Cli;

/// <summary>One call of the command line in this process, with what it wrote.</summary>
internal sealed record Call(int ExitCode, string Output, string Error)
{
    /// <summary>The one object on stdout.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Call Of(params string[] args) => Of(CancellationToken.None, args);

    public static Call Of(CancellationToken stop, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = CommandLine.Run(args, new Terminal(output, error), stop);
        return new Call(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Checks that the call failed with exactly one line on stderr, nothing on stdout, and gives that line.</summary>
    public string Failed(int exitCode)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        var line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("error: ", line);
        return line;
    }

    /// <summary>Checks that the call failed, be it after progress or a result, and gives the last line on stderr.</summary>
    public string ErrorLine(int exitCode)
    {
        Assert.Equal(exitCode, ExitCode);
        var line = Error.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("error: ", line);
        return line;
    }

    /// <summary>Checks that the call did its work.</summary>
    public Call Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}
