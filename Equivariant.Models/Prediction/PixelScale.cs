namespace Equivariant.Training;

/// <summary>From stored pixels, 0 to 1, to what networks for dense prediction take: −1 to 1.</summary>
internal static class PixelScale
{
    public static float Apply(float pixel) => (2 * pixel) - 1;

    public static void Apply(Span<float> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Apply(pixels[i]);
    }
}
