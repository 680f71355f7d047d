using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Where the program writes: results to stdout, progress and errors to stderr.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool live = false)
{
    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>Whether stderr is a terminal, where lines can be redrawn.</summary>
    public bool Live => live;

    /// <summary>Stdout with tables and, if it is a terminal, colours.</summary>
    public IAnsiConsole Out { get; } = ConsoleOn(output);

    /// <summary>Stderr with bars and colours.</summary>
    public IAnsiConsole Progress { get; } = ConsoleOn(error);

    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>Writes a table, without headings if all are empty; with <paramref name="numbers"/>, all columns but the first are
    /// right-aligned.</summary>
    public void WriteTable(
        IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string? title = null, bool numbers = false)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = columns.Any(name => name.Length > 0) };
        if (title is not null)
            table.Title(Markup.Escape(title));
        foreach (var (i, name) in columns.Index())
            table.AddColumn(new TableColumn(Markup.Escape(name)) { Alignment = numbers && i > 0 ? Justify.Right : null });
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        Out.Write(table);
    }

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
