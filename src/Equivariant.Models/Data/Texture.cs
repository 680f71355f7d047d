namespace Equivariant.Data;

/// <summary>A smooth random pattern: a few plane waves of random direction, length and phase. Values from −1 to 1.</summary>
internal sealed class Texture
{
    private const int Waves = 3;
    private readonly (float Sin, float Cos)[] columns, rows;

    /// <summary>A random pattern for a square image.</summary>
    /// <param name="size">Pixels on each side.</param>
    /// <param name="shortest">Shortest wave length, pixels.</param>
    /// <param name="longest">Longest wave length, pixels.</param>
    /// <param name="rng">Where it comes from.</param>
    public Texture(int size, double shortest, double longest, Rng rng)
    {
        (columns, rows) = (new (float, float)[size * Waves], new (float, float)[size * Waves]);
        for (var wave = 0; wave < Waves; wave++)
        {
            var (sin, cos) = Math.SinCos(rng.NextDouble(0, 2 * Math.PI));
            var frequency = 2 * Math.PI / rng.NextDouble(shortest, longest);
            var phase = rng.NextDouble(0, 2 * Math.PI);
            for (var i = 0; i < size; i++)
            {
                columns[(i * Waves) + wave] = MathF.SinCos((float)((frequency * cos * i) + phase));
                rows[(i * Waves) + wave] = MathF.SinCos((float)(frequency * sin * i));
            }
        }
    }

    public float At(int x, int y)
    {
        var sum = 0f;
        for (var wave = 0; wave < Waves; wave++)
        {
            // sin(a + b): a table for each axis instead of a sine for each pixel.
            var (a, b) = (columns[(x * Waves) + wave], rows[(y * Waves) + wave]);
            sum += (a.Sin * b.Cos) + (a.Cos * b.Sin);
        }
        return sum / Waves;
    }
}
