using System.Diagnostics;
using Spectre.Console;

namespace Equivariant.Cli.Terminals;

/// <summary>Shows on stderr how a download goes: a bar on a terminal, else a line for every tenth; and every trouble.</summary>
internal static class FetchView
{
    /// <summary>Does the download and shows it.</summary>
    public static T Show<T>(Terminal terminal, string name, Func<IProgress<FetchProgress>, T> fetch)
    {
        var speed = new Speed();
        if (!terminal.Live)
        {
            var tenth = -1L;
            return fetch(new Direct<FetchProgress>(progress =>
            {
                var now = progress.Total is > 0 and var total ? 10 * progress.Done / total : progress.Done / 10_000_000;
                if (progress.Trouble is null && now == tenth)
                    return;
                tenth = now;
                terminal.Error.WriteLine($"{name}: {progress.Trouble ?? speed.Text(progress)}");
            }));
        }
        return terminal.Progress.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(name), maxValue: 1);
                return fetch(new Direct<FetchProgress>(progress =>
                {
                    if (progress.Trouble is not null)
                        terminal.Progress.WriteLine($"{name}: {progress.Trouble}");
                    bar.Value = progress.Total is > 0 and var total ? (double)progress.Done / total : bar.Value;
                    bar.Description = Markup.Escape($"{name}  {progress.Trouble ?? speed.Text(progress)}");
                }));
            });
    }

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
