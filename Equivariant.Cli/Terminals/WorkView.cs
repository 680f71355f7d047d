using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how far a piece of work is: a bar on a terminal, else a line when it begins.</summary>
internal static class WorkView
{
    /// <summary>Does the work, which reports the share done, 0 to 1.</summary>
    public static T Show<T>(Terminal terminal, string title, Func<IProgress<double>, T> work) =>
        WorkBoard.Show(terminal, board => Show(board, title, work));

    public static T Show<T>(WorkBoard board, string title, Func<IProgress<double>, T> work) => board.Piece(title, bar =>
    {
        if (bar is null)
            board.Line(title);
        return work(new SynchronousProgress<double>(share => bar?.Value = share));
    });

    /// <summary>A time as people say it.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 99.5 } => $"{Math.Max(0, time.TotalSeconds):0} s",
        { TotalMinutes: < 10 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalMinutes: < 99.5 } => $"{time.TotalMinutes:0} min",
        _ => FormattableString.Invariant($"{time.TotalHours:0.0} h"),
    };
}

/// <summary>Shows on stderr how work goes, also that of several threads at a time: lines and, on a terminal, a bar below for each
/// piece under way.</summary>
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
