using Spectre.Console;
using Spectre.Console.Rendering;

namespace Equivariant.Cli.Terminals;

/// <summary>Accuracy against angle in letters: a column for every ten degrees, a row for every ten percent.</summary>
internal static class CurvePlot
{
    private const int Rows = 10, ColumnWidth = 2, Margin = 6;

    // Colours and marks that differ for colour-blind eyes and without colours.
    private static readonly (char Mark, Color Color)[] Looks =
        [('●', Color.DodgerBlue1), ('▲', Color.DarkOrange), ('■', Color.MediumSpringGreen), ('◆', Color.Orchid)];

    /// <summary>The plot.</summary>
    /// <param name="curves">Name and accuracy (0 to 1) by angle; all have the same angles.</param>
    public static IRenderable Of(IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves)
    {
        var angles = curves[0].ByAngle.Keys.Order().ToArray();
        var lines = new List<IRenderable> { Legend(curves) };
        for (var row = Rows; row >= 0; row--)
        {
            var cells = string.Concat(angles.Select(angle => Cell(curves, angle, row)));
            lines.Add(new Markup($"[grey]{row * 100 / Rows,4}%[/] {cells}"));
        }
        lines.Add(new Text(new string(' ', Margin) + AngleLabels(angles), Color.Grey));
        return new Rows(lines);
    }

    private static Markup Legend(IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves) => new(
        new string(' ', Margin) + string.Join("   ", curves.Select((curve, i) =>
            $"[{LookOf(i).Color.ToMarkup()}]{LookOf(i).Mark} {Markup.Escape(curve.Name)}[/]"))
                + "   [grey]accuracy on turned test images[/]");

    private static string Cell(
        IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves, int angle, int row)
    {
        // Where curves meet the last one, the symmetric network, is drawn over the others.
        for (var i = curves.Count - 1; i >= 0; i--)
        {
            if (curves[i].ByAngle.TryGetValue(angle, out var accuracy) && (int)Math.Round(accuracy * Rows) == row)
                return $"[{LookOf(i).Color.ToMarkup()}]{LookOf(i).Mark}[/] ";
        }
        return row % 5 == 0 ? "[grey]·[/] " : "  ";
    }

    private static string AngleLabels(int[] angles)
    {
        var line = new char[(angles.Length * ColumnWidth) + 4];
        Array.Fill(line, ' ');
        for (var i = 0; i < angles.Length; i++)
        {
            if (angles[i] % 90 == 0)
                $"{angles[i]}°".CopyTo(line.AsSpan(i * ColumnWidth));
        }
        return new string(line).TrimEnd();
    }

    private static (char Mark, Color Color) LookOf(int curve) => Looks[curve % Looks.Length];
}
