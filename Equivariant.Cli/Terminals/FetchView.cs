using System.Diagnostics;
using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how a download goes: a bar on a terminal, else a line for every tenth; and every trouble.</summary>
internal static class FetchView
{
    public static T Show<T>(Terminal terminal, string name, Func<IProgress<FetchProgress>, T> fetch) => WorkBoard.Show(terminal,
        board => board.Piece(name, bar =>
        {
            var (speed, tenth) = (new Speed(), -1L);
            return fetch(new SynchronousProgress<FetchProgress>(progress =>
            {
                var now = progress.Total is > 0 and var total ? 10 * progress.Done / total : progress.Done / 10_000_000;
                if (bar is not null)
                {
                    bar.Value = progress.Total is > 0 and var all ? (double)progress.Done / all : bar.Value;
                    bar.Description = Markup.Escape($"{name}  {progress.Trouble ?? speed.Text(progress)}");
                }
                if (progress.Trouble is not null || (bar is null && now != tenth))
                    board.Line($"{name}: {progress.Trouble ?? speed.Text(progress)}");
                tenth = now;
            }));
        }));

    /// <summary>The mean speed since the first report.</summary>
    private sealed class Speed
    {
        private readonly Stopwatch clock = new();
        private long first = -1;

        public string Text(FetchProgress progress)
        {
            var text = progress.Total is { } total
                ? $"{ByteText.Of(progress.Done)} of {ByteText.Of(total)}" : ByteText.Of(progress.Done);
            if (first < 0)
            {
                first = progress.Done;
                clock.Start();
                return text;
            }
            var rate = (progress.Done - first) / Math.Max(1e-3, clock.Elapsed.TotalSeconds);
            if (rate <= 0 || clock.Elapsed.TotalSeconds < 0.5)
                return text;
            var left = progress.Total is { } all
                ? $", {WorkView.Duration(TimeSpan.FromSeconds((all - progress.Done) / rate))} left" : "";
            return FormattableString.Invariant($"{text}, {ByteText.Of((long)rate)}/s{left}");
        }
    }
}
