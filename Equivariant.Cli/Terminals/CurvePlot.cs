using Spectre.Console;
using Spectre.Console.Rendering;

namespace Equivariant.Cli.Terminals;

/// <summary>Accuracy over angle as text: a mark for each angle, as far as they fit, and a row for every ten percent.</summary>
internal static class CurvePlot
{
    private const int Rows = 10, Width = 74, WidestColumn = 8, Margin = 6;

    // Colours and marks that differ for colour-blind eyes and without colours.
    private static readonly (char Mark, Color Color)[] Looks =
        [('●', Color.DodgerBlue1), ('▲', Color.DarkOrange), ('■', Color.MediumSpringGreen), ('◆', Color.Orchid)];

    /// <summary>The plot of curves with a name and an accuracy (0 to 1) by angle; all have the same angles.</summary>
    public static IRenderable Of(IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves)
    {
        var all = curves[0].ByAngle.Keys.Order().ToArray();
        var step = (all.Length + Width - 1) / Width;
        int[] angles = [.. all.Where((_, i) => i % step == 0)];
        var column = Math.Clamp(Width / angles.Length, 1, WidestColumn);
        var lines = new List<IRenderable> { Legend(curves) };
        for (var row = Rows; row >= 0; row--)
        {
            var cells = string.Concat(angles.Select(angle => Cell(curves, angle, row) + new string(' ', column - 1)));
            lines.Add(new Markup($"[grey]{row * 100 / Rows,4}%[/] {cells}"));
        }
        lines.Add(new Text(new string(' ', Margin) + AngleLabels(angles, column), Color.Grey));
        return new Rows(lines);
    }

    private static Markup Legend(IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves) => new(
        new string(' ', Margin) + string.Join("   ", curves.Select((curve, i) =>
            $"[{LookOf(i).Color.ToMarkup()}]{LookOf(i).Mark} {Markup.Escape(curve.Name)}[/]"))
                + "   [grey]accuracy on turned test images[/]");

    private static string Cell(
        IReadOnlyList<(string Name, IReadOnlyDictionary<int, double> ByAngle)> curves, int angle, int row)
    {
        // Where curves meet, the last one, the symmetric network, is drawn over the others.
        for (var i = curves.Count - 1; i >= 0; i--)
        {
            if (curves[i].ByAngle.TryGetValue(angle, out var accuracy) && (int)Math.Round(accuracy * Rows) == row)
                return $"[{LookOf(i).Color.ToMarkup()}]{LookOf(i).Mark}[/]";
        }
        return row % 5 == 0 ? "[grey]·[/]" : " ";
    }

    private static string AngleLabels(int[] angles, int column)
    {
        var line = new char[(angles.Length * column) + 4];
        Array.Fill(line, ' ');
        for (var i = 0; i < angles.Length; i++)
        {
            if (angles[i] % 90 == 0)
                $"{angles[i]}°".CopyTo(line.AsSpan(i * column));
        }
        return new string(line).TrimEnd();
    }

    private static (char Mark, Color Color) LookOf(int curve) => Looks[curve % Looks.Length];
}
