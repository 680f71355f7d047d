using System.Numerics;

namespace Equivariant.Data;

/// <summary>A figure made of strokes.</summary>
/// <param name="Name">What it looks like.</param>
/// <param name="Strokes">Lines through points in the unit disc, x to the right, y down, upright.</param>
internal sealed record ShapeTemplate(string Name, IReadOnlyList<Vector2[]> Strokes);

/// <summary>
/// The figures of the synthetic data. None is its own turned or mirrored image, so that turning changes them, and none is
/// another's turned or mirrored image, so that a network that does not see turns and mirrors can still tell them apart.
/// </summary>
internal static class ShapeTemplates
{
    public static IReadOnlyList<ShapeTemplate> All { get; } =
    [
        Fit("F", [[new(-0.5f, 1), new(-0.5f, -1), new(0.6f, -1)], [new(-0.5f, 0), new(0.3f, 0)]]),
        Fit("J", [[new(0.5f, -1), new(0.5f, 0.45f), .. Arc(0, 0.45f, 0.5f, 0, 180)]]),
        Fit("R", [
            [new(-0.5f, 1), new(-0.5f, -1), new(0, -1), .. Arc(0, -0.5f, 0.5f, -90, 90), new(-0.5f, 0)],
            [new(-0.1f, 0), new(0.55f, 1)]]),
        Fit("4", [[new(0.25f, 1), new(0.25f, -1), new(-0.65f, 0.35f), new(0.7f, 0.35f)]]),
        Fit("h", [
            [new(-0.5f, -1), new(-0.5f, 1)],
            [new(-0.5f, 0.2f), .. Arc(0, 0.1f, 0.5f, -180, 0), new(0.5f, 1), new(0.85f, 1)]]),
        Fit("question mark", [[.. Arc(0, -0.45f, 0.5f, -200, 80), new(0, 0.4f)], [new(0, 0.95f), new(0, 1)]]),
        Fit("G", [[.. Arc(0, 0, 0.8f, -60, -300), new(0.8f, 1), new(0.8f, 0.1f), new(0, 0.1f)]]),
        Fit("flag", [[new(-0.4f, 1), new(-0.4f, -1), new(0.7f, -0.45f), new(-0.4f, 0.1f)]]),
    ];

    private static ShapeTemplate Fit(string name, Vector2[][] strokes)
    {
        var points = strokes.SelectMany(stroke => stroke).ToArray();
        var (low, high) = (points.Aggregate(Vector2.Min), points.Aggregate(Vector2.Max));
        var centre = (low + high) / 2;
        var radius = points.Max(point => (point - centre).Length());
        return new ShapeTemplate(name, [.. strokes.Select(stroke => stroke.Select(point => (point - centre) / radius).ToArray())]);
    }

    /// <summary>Points on a circle, angles in degrees, clockwise from the right as y points down.</summary>
    private static Vector2[] Arc(float x, float y, float radius, float from, float to)
    {
        var pieces = Math.Max(4, (int)(Math.Abs(to - from) / 30));
        return [.. Enumerable.Range(0, pieces + 1).Select(i =>
        {
            var angle = (from + ((to - from) * i / pieces)) * MathF.PI / 180;
            return new Vector2(x + (radius * MathF.Cos(angle)), y + (radius * MathF.Sin(angle)));
        })];
    }
}
