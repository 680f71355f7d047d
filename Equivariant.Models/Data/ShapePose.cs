using System.Numerics;

namespace Equivariant.Data;

/// <summary>Where and how large a figure is drawn; lengths in pixels.</summary>
/// <param name="Centre">The middle of the figure, from the middle of the image.</param>
/// <param name="Scale">Half the figure's extent along x and along y.</param>
/// <param name="HalfWidth">Half the thickness of its strokes.</param>
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
