namespace Equivariant.Data;

/// <summary>Cheap noise for images.</summary>
internal static class PixelNoise
{
    /// <summary>Nearly normal, standard deviation 1: the sum of four 16-bit numbers,
    /// far cheaper than a normal number a pixel.</summary>
    public static double Next(Rng rng)
    {
        var bits = rng.NextUInt64();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65536.0) - 2) * 1.7320508;
    }
}
