namespace Equivariant.Reports;

/// <summary>A named curve. Its points are joined in their order; one that is not finite leaves a gap.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A curve over 1, 2, 3, …, such as a value per epoch.</summary>
    public static Series PerEpoch(string name, IEnumerable<double> values) =>
        new(name, [.. values.Select((value, i) => ((double)(i + 1), value))]);

    /// <summary>A curve of values by angle in degrees, in the order of the angles.</summary>
    public static Series ByAngle(string name, IEnumerable<KeyValuePair<int, double>> values) =>
        new(name, [.. values.OrderBy(pair => pair.Key).Select(pair => ((double)pair.Key, pair.Value))]);

    /// <summary>The points that can be drawn.</summary>
    public IEnumerable<(double X, double Y)> Finite => Points.Where(IsFinite);

    /// <summary>The runs of points without a gap.</summary>
    public IEnumerable<IReadOnlyList<(double X, double Y)>> Runs()
    {
        var run = new List<(double X, double Y)>();
        foreach (var point in Points)
        {
            if (IsFinite(point))
            {
                run.Add(point);
                continue;
            }
            if (run.Count > 0)
                yield return run;
            run = [];
        }
        if (run.Count > 0)
            yield return run;
    }

    /// <summary>The ranges of curves in words, for those who cannot see the chart; empty curves are left out.</summary>
    public static string Describe(IEnumerable<Series> curves, Axis axis) => string.Join(" ", curves
        .Where(series => series.Finite.Any())
        .Select(series => (series.Name, Values: series.Finite.Select(point => point.Y).ToList()))
        .Select(curve => $"{curve.Name}: {axis.WriteValue(curve.Values.Min())} to {axis.WriteValue(curve.Values.Max())}."));

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
