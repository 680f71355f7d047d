using Equivariant.Cli.Terminals;

namespace Equivariant.Tests.Cli;

public class TerminalTests
{
    private static readonly EpochReport Epoch = new(2, 1e-3, 0.5, 0.25, 0.875, 0.9, true, 1, 1234);

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("a [name] in brackets", true)]
    public void EveryEpochIsOneLineWithItsNumbers(string title, bool live)
    {
        var error = new StringWriter();
        var terminal = new Terminal(new StringWriter(), error, live);
        TrainingView.Show(terminal, title, progress =>
        {
            progress.Report(new(2, 10, 3, 8, 0.6, 1200, TimeSpan.FromSeconds(75), null));
            progress.Report(new(2, 10, 8, 8, 0.5, 1234, TimeSpan.FromSeconds(75), Epoch));
        });
        var line = string.Join(' ', error.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.True(live || !error.ToString().TrimEnd().Contains('\n'), "a file gets one line");
        Assert.Contains(title, line);
        Assert.Contains(" 2/10", line);
        Assert.Contains("loss 0.5000", line);
        Assert.Contains("loss 0.2500, accuracy 87.5 %, auc 0.900", line);
        Assert.Contains("1,234 images/s", line);
        Assert.Contains("75 s left best", line);
    }

    [Fact]
    public void WhatGoesWrongBelowABarComesOutAsItIs() => Assert.Throws<IOException>(() => WorkView.Show<int>(
        new Terminal(new StringWriter(), new StringWriter(), live: true), "work", _ => throw new IOException("no")));

    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(75, "75 s")]
    [InlineData(162, "2 min 42 s")]
    [InlineData(1800, "30 min")]
    [InlineData(9000, "2.5 h")]
    public void TimesAreShort(double seconds, string text) =>
        Assert.Equal(text, WorkView.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void AFlatCurveIsARowAndAFallingOneIsNot()
    {
        var angles = Enumerable.Range(0, 36).Select(i => i * 10).ToArray();
        var output = new StringWriter();
        new Terminal(output, new StringWriter()).Out.Write(CurvePlot.Of(
        [
            ("plain", angles.ToDictionary(angle => angle, angle => angle < 180 ? 1 - (angle / 360.0) : angle / 360.0)),
            ("flat", angles.ToDictionary(angle => angle, _ => 0.9)),
        ]));
        var rows = output.ToString().Split('\n').Where(line => line.Contains('%')).ToArray();
        Assert.Equal(11, rows.Length);
        Assert.Equal(36, rows.Single(row => row.TrimStart().StartsWith("90%")).Count(mark => mark == '▲'));
        Assert.True(rows.Count(row => row.Contains('●')) > 3);
        Assert.Contains("270°", output.ToString());
        Assert.Contains("plain", output.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(90)]
    public void LabelsStandApartAndLinesFitATerminal(int step)
    {
        var output = new StringWriter();
        var angles = Enumerable.Range(0, (360 / step) + 1).Select(i => i * step);
        new Terminal(output, new StringWriter()).Out.Write(
            CurvePlot.Of([("one", angles.ToDictionary(angle => angle, _ => 1.0))]));
        var lines = output.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToArray();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 85));
        Assert.Equal(13, lines.Length);
        Assert.Equal(["0°", "90°", "180°", "270°", "360°"], lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
