using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Where the program writes: results to stdout, progress and errors to stderr.</summary>
internal sealed class Terminal
{
    private Terminal(TextWriter output, TextWriter error, bool live)
    {
        (Output, Error, Live) = (output, error, live);
        Out = ConsoleOn(output);
        Progress = ConsoleOn(error);
    }

    /// <summary>Stdout as plain text.</summary>
    public TextWriter Output { get; }

    /// <summary>Stderr as plain text.</summary>
    public TextWriter Error { get; }

    /// <summary>Stdout with tables and, if it is a terminal, colours.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Stderr with bars and colours.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Whether stderr is a terminal, where lines can be redrawn.</summary>
    public bool Live { get; }

    /// <summary>That of the process.</summary>
    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>One that writes to memory, for tests.</summary>
    public static Terminal OfWriters(TextWriter output, TextWriter error, bool live = false) => new(output, error, live);

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        if (output.IsTerminal)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = 120;
        return console;
    }
}
