namespace Equivariant.Data;

/// <summary>An image continued beyond its edges as its mirror image about the outermost pixels.</summary>
internal static class MirrorEdge
{
    /// <summary>The pixel that place <paramref name="i"/> shows, on an axis of <paramref name="extent"/> pixels.</summary>
    public static int At(int i, int extent)
    {
        if ((uint)i < (uint)extent)
            return i;
        if (extent == 1)
            return 0;
        var period = 2 * (extent - 1);
        i %= period;
        i = i < 0 ? i + period : i;
        return i < extent ? i : period - i;
    }
}
