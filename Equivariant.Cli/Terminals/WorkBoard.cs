using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Where it is shown on stderr how work goes, also that of several threads at a time: lines and, on a terminal, a bar
/// below for each piece under way.</summary>
internal sealed class WorkBoard
{
    private readonly Terminal terminal;
    private readonly ProgressContext? bars;
    private readonly Lock gate = new();

    private WorkBoard(Terminal terminal, ProgressContext? bars) => (this.terminal, this.bars) = (terminal, bars);

    /// <summary>Does work that is shown on a board of its own; a terminal has one at a time.</summary>
    public static T Show<T>(Terminal terminal, Func<WorkBoard, T> work) => !terminal.Live ? work(new(terminal, null))
        : terminal.Progress.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new(terminal, context)));

    /// <summary>Writes a line above the bars.</summary>
    public void Line(string line)
    {
        lock (gate)
        {
            // Above bars a line breaks where the terminal ends; in a file it stays whole.
            if (terminal.Live)
                terminal.Progress.WriteLine(line);
            else
                terminal.Error.WriteLine(line);
        }
    }

    /// <summary>Does a piece of work, which gets a bar from 0 to 1, or null where there are none.</summary>
    public T Piece<T>(string title, Func<ProgressTask?, T> work)
    {
        var bar = bars?.AddTask(Markup.Escape(title), maxValue: 1);
        try
        {
            return work(bar);
        }
        finally
        {
            bar?.StopTask();
        }
    }
}
