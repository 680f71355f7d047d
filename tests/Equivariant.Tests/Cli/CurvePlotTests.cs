using Equivariant.Cli.Terminals;

namespace Equivariant.Tests.Cli;

public class CurvePlotTests
{
    [Fact]
    public void AFlatCurveIsARowAndAFallingOneIsNot()
    {
        var angles = Enumerable.Range(0, 36).Select(i => i * 10).ToArray();
        var output = new StringWriter();
        Terminal.OfWriters(output, new StringWriter()).Out.Write(CurvePlot.Of(
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
}
