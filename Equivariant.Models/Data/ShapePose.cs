using System.Numerics;

namespace Equivariant.Data;

/// <summary>Where and how large a figure is drawn, in pixels: its middle from that of the image, half its extents, and half the
/// thickness of its strokes.</summary>
internal readonly record struct ShapePose(Vector2 Centre, Vector2 Scale, float HalfWidth)
{
    /// <summary>Figures stay within this part of the inscribed circle, so that turning never cuts them.</summary>
    public const float Reach = 0.92f;

    private const float Softness = 1f;

    /// <summary>A random size, place and thickness that keeps the figure inside the circle.</summary>
    public static ShapePose Random(int size, Rng rng)
    {
        var radius = size / 2f;
        var halfWidth = radius * (float)rng.NextDouble(0.085, 0.13);
        var scale = radius * (float)rng.NextDouble(0.5, 0.72);
        var room = (radius * Reach) - scale - halfWidth - Softness;
        var away = Math.Max(0, room) * MathF.Sqrt((float)rng.NextDouble());
        var (sin, cos) = MathF.SinCos((float)rng.NextDouble(0, 2 * Math.PI));
        var stretch = new Vector2((float)rng.NextDouble(0.88, 1), (float)rng.NextDouble(0.88, 1));
        return new ShapePose(new Vector2(cos, sin) * away, stretch * scale, halfWidth);
    }

    /// <summary>Draws a figure: how much of each pixel it covers, 0 to 1, [size, size].</summary>
    public float[] Draw(ShapeTemplate template, int size)
    {
        var cover = new float[size * size];
        var middle = new Vector2((size - 1) / 2f);
        foreach (var stroke in template.Strokes)
        {
            for (var i = 1; i < stroke.Length; i++)
                DrawLine(cover, size, middle + Centre + (stroke[i - 1] * Scale), middle + Centre + (stroke[i] * Scale));
        }
        return cover;
    }

    private void DrawLine(float[] cover, int size, Vector2 a, Vector2 b)
    {
        var margin = new Vector2(HalfWidth + Softness);
        var low = Vector2.Max(Vector2.Min(a, b) - margin, Vector2.Zero);
        var high = Vector2.Min(Vector2.Max(a, b) + margin, new Vector2(size - 1));
        var line = b - a;
        var length = Math.Max(line.LengthSquared(), 1e-12f);
        for (var y = (int)MathF.Ceiling(low.Y); y <= high.Y; y++)
        {
            for (var x = (int)MathF.Ceiling(low.X); x <= high.X; x++)
            {
                var from = new Vector2(x, y) - a;
                var along = Math.Clamp(Vector2.Dot(from, line) / length, 0, 1);
                var distance = (from - (along * line)).Length();
                var covered = Math.Clamp(HalfWidth - distance + Softness, 0, 1);
                ref var pixel = ref cover[(y * size) + x];
                pixel = Math.Max(pixel, covered);
            }
        }
    }
}

/// <summary>A figure made of strokes: lines through points in the unit disc, x to the right, y down, upright.</summary>
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
