namespace Equivariant.Data;

/// <summary>
/// Dark rims that are no boundary: mitochondria and vesicles within cells. They keep a network from passing with a threshold.
/// </summary>
internal static class Organelles
{
    /// <summary>Draws organelles where there is room, and gives how much darker they make each pixel.
    /// <paramref name="toBorder"/> is how far a pixel is from the border of its cell.</summary>
    public static float[] Draw(float[] toBorder, int size, double spacing, Rng rng)
    {
        var dark = new float[size * size];
        var tries = 6 * size * size / (spacing * spacing);
        for (var i = 0; i < tries; i++)
        {
            var large = rng.NextBool(0.3);
            var radius = large ? spacing * rng.NextDouble(0.1, 0.2) : spacing * rng.NextDouble(0.05, 0.08);
            var stretch = large ? rng.NextDouble(1, 1.7) : 1;
            var (x, y) = (rng.NextInt(size), rng.NextInt(size));
            var angle = rng.NextDouble(0, Math.PI);
            var (rim, core) = (rng.NextDouble(0.2, 0.4), large ? rng.NextDouble(0.04, 0.2) : 0);
            if (toBorder[(y * size) + x] > (radius * stretch) + 4)
                DrawOne(dark, size, x, y, radius, stretch, angle, (float)rim, (float)core);
        }
        return dark;
    }

    private static void DrawOne(
        float[] dark, int size, int x, int y, double radius, double stretch, double angle, float rim, float core)
    {
        const double HalfRim = 1.1;
        var (sin, cos) = Math.SinCos(angle);
        var reach = (int)Math.Ceiling((radius * stretch) + HalfRim + 1);
        for (var row = Math.Max(0, y - reach); row <= Math.Min(size - 1, y + reach); row++)
        {
            for (var column = Math.Max(0, x - reach); column <= Math.Min(size - 1, x + reach); column++)
            {
                var (dx, dy) = (column - x, row - y);
                var (along, across) = (((cos * dx) + (sin * dy)) / stretch, (cos * dy) - (sin * dx));
                var fromRim = Math.Sqrt((along * along) + (across * across)) - radius;
                var onRim = Math.Clamp(HalfRim + 0.5 - Math.Abs(fromRim), 0, 1);
                var value = (float)Math.Max(onRim * rim, fromRim < 0 ? core : 0);
                ref var pixel = ref dark[(row * size) + column];
                pixel = Math.Max(pixel, value);
            }
        }
    }
}
