using Equivariant.Cli.Terminals;

namespace Equivariant.Tests.Cli;

public class CurvePlotTests
{
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
