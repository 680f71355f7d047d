namespace Equivariant.Data;

/// <summary>A smooth random pattern: a few plane waves of random direction, length and phase. Values from −1 to 1.</summary>
internal sealed class Texture
{
    private readonly int waves;
    private readonly (float Sin, float Cos)[] columns, rows;

    /// <summary>A random pattern for a square image, of waves of <paramref name="shortest"/> to <paramref name="longest"/>
    /// pixels: the more, the less regular.</summary>
    public Texture(int size, double shortest, double longest, Rng rng, int waves = 3)
    {
        this.waves = waves;
        (columns, rows) = (new (float, float)[size * waves], new (float, float)[size * waves]);
        for (var wave = 0; wave < waves; wave++)
        {
            var (sin, cos) = Math.SinCos(rng.NextDouble(0, 2 * Math.PI));
            var frequency = 2 * Math.PI / rng.NextDouble(shortest, longest);
            var phase = rng.NextDouble(0, 2 * Math.PI);
            for (var i = 0; i < size; i++)
            {
                columns[(i * waves) + wave] = MathF.SinCos((float)((frequency * cos * i) + phase));
                rows[(i * waves) + wave] = MathF.SinCos((float)(frequency * sin * i));
            }
        }
    }

    public float At(int x, int y)
    {
        var sum = 0f;
        for (var wave = 0; wave < waves; wave++)
        {
            // sin(a + b): a table for each axis instead of a sine for each pixel.
            var (a, b) = (columns[(x * waves) + wave], rows[(y * waves) + wave]);
            sum += (a.Sin * b.Cos) + (a.Cos * b.Sin);
        }
        return sum / waves;
    }
}

/// <summary>Cheap noise for images.</summary>
internal static class PixelNoise
{
    /// <summary>Nearly normal, standard deviation 1: the sum of four 16-bit numbers, far cheaper than a normal number a
    /// pixel.</summary>
    public static double Next(Rng rng)
    {
        var bits = rng.NextUInt64();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65536.0) - 2) * 1.7320508;
    }
}
