using System.Globalization;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how far a piece of work is: a bar on a terminal, else a line when it begins.</summary>
internal static class WorkView
{
    /// <summary>Does the work and shows it.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="title">What is done.</param>
    /// <param name="work">The work; it tells the share done, 0 to 1.</param>
    public static T Show<T>(Terminal terminal, string title, Func<IProgress<double>, T> work) =>
        WorkBoard.Show(terminal, board => Show(board, title, work));

    /// <summary>Does one of several pieces of work.</summary>
    /// <param name="board">Where to show it.</param>
    /// <param name="title">What is done.</param>
    /// <param name="work">The work; it tells the share done, 0 to 1.</param>
    public static T Show<T>(WorkBoard board, string title, Func<IProgress<double>, T> work) => board.Piece(title, bar =>
    {
        if (bar is not null)
            return work(new Direct<double>(share => bar.Value = share));
        board.Line(title);
        return work(new Direct<double>(_ => { }));
    });

    /// <summary>A time as people say it.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 99.5 } => $"{Math.Max(0, time.TotalSeconds):0} s",
        { TotalMinutes: < 10 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalMinutes: < 99.5 } => $"{time.TotalMinutes:0} min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };
}

/// <summary>
/// Reports at once, on the thread that works: <see cref="Progress{T}"/> would post to another and lose the order.
/// </summary>
internal sealed class Direct<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
