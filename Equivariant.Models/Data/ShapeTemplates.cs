using System.Numerics;

namespace Equivariant.Data;

/// <summary>A figure made of strokes.</summary>
/// <param name="Name">What it looks like.</param>
/// <param name="Strokes">Lines through points in the unit disc, x to the right, y down, upright.</param>
internal sealed record ShapeTemplate(string Name, IReadOnlyList<Vector2[]> Strokes);

/// <summary>
/// The figures of the synthetic data, curved, so that no direction is special: a figure that stands on its edges would look like
/// another kind of image once it is turned by 45 degrees. None is its own turned or mirrored image, so that turning changes them,
/// and none is another's turned or mirrored image, so that a network that does not see turns and mirrors can still tell them
/// apart.
/// </summary>
internal static class ShapeTemplates
{
    public static IReadOnlyList<ShapeTemplate> All { get; } =
    [
        Fit("spiral", [Spiral(0.15f, 1, 0, 560)]),
        Fit("six", [Arc(0, 0.5f, 0.5f, 0, 360), Arc(0.75f, 0.5f, 1.25f, 180, 262)]),
        Fit("horseshoe", [Arc(0, 0, 0.85f, 20, 290), Arc(0.4f, 0.1f, 0.1f, 0, 360)]),
        Fit("wave", [[.. Arc(0, -0.5f, 0.5f, -10, -270), .. Arc(0, 0.5f, 0.5f, -90, 60)], Arc(0.75f, -0.85f, 0.1f, 0, 360)]),
        Fit("hook", [Arc(-1.2f, 0, 1.5f, -45, 35), Arc(-0.28f, 0.76f, 0.32f, 20, 215)]),
        Fit("snail", [Arc(-0.4f, -0.2f, 0.48f, 0, 360), Arc(-0.4f, -0.2f, 0.15f, 0, 360), Arc(-0.15f, -0.35f, 1.05f, -15, 105)]),
        Fit("key", [Arc(-0.6f, -0.55f, 0.34f, 0, 360), Arc(0.9f, -1.1f, 1.5f, 75, 152), Arc(0.75f, -0.25f, 0.6f, 90, 185)]),
        Fit("comet", [Arc(0.45f, -0.5f, 0.2f, 0, 360), Arc(0.3f, 0.9f, 1.25f, 195, 265), Arc(1.2f, 0.6f, 1.1f, 150, 235)]),
    ];

    private static ShapeTemplate Fit(string name, Vector2[][] strokes)
    {
        var points = strokes.SelectMany(stroke => stroke).ToArray();
        var (low, high) = (points.Aggregate(Vector2.Min), points.Aggregate(Vector2.Max));
        var centre = (low + high) / 2;
        var radius = points.Max(point => (point - centre).Length());
        return new ShapeTemplate(name,
            [.. strokes.Select(stroke => stroke.Select(point => (point - centre) / radius).ToArray())]);
    }

    /// <summary>Points of a spiral about the middle, whose radius grows evenly with the angle.</summary>
    private static Vector2[] Spiral(float inner, float outer, float from, float to) => [.. Enumerable.Range(0, 49).Select(i =>
    {
        var angle = (from + ((to - from) * i / 48)) * MathF.PI / 180;
        return (inner + ((outer - inner) * i / 48)) * new Vector2(MathF.Cos(angle), MathF.Sin(angle));
    })];

    /// <summary>Points on a circle, angles in degrees, clockwise from the right as y points down.</summary>
    private static Vector2[] Arc(float x, float y, float radius, float from, float to)
    {
        var pieces = Math.Max(4, (int)(Math.Abs(to - from) / 15));
        return [.. Enumerable.Range(0, pieces + 1).Select(i =>
        {
            var angle = (from + ((to - from) * i / pieces)) * MathF.PI / 180;
            return new Vector2(x + (radius * MathF.Cos(angle)), y + (radius * MathF.Sin(angle)));
        })];
    }
}
