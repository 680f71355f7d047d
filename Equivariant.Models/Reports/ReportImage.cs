using Equivariant.Formats;

namespace Equivariant.Reports;

/// <summary>A picture that a report carries in itself.</summary>
/// <param name="DataUri">The picture as an address, <c>data:image/png;base64,…</c>.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record ReportImage(string DataUri, int Width, int Height)
{
    /// <summary>A picture from bytes, row by row, the channels of a pixel together.</summary>
    /// <param name="pixels">Height × width × channels bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    public static ReportImage FromBytes(ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        new(Png.ToDataUri(pixels, width, height, channels), width, height);

    /// <summary>A picture from numbers as networks take them: channel after channel, each row by row.</summary>
    /// <param name="planes">Channels × height × width numbers.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 grey or 3 RGB; of any other number only the first is shown.</param>
    /// <param name="black">The number shown black.</param>
    /// <param name="white">The number shown white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the numbers.</exception>
    public static ReportImage FromPlanes(
        ReadOnlySpan<float> planes, int width, int height, int channels, float black = 0, float white = 1)
    {
        if (planes.Length != (long)width * height * channels)
            throw new ArgumentException($"{planes.Length} numbers are no image of {channels}×{height}×{width}.", nameof(planes));
        var shown = channels == 3 ? 3 : 1;
        var area = width * height;
        var pixels = new byte[area * shown];
        for (var channel = 0; channel < shown; channel++)
        {
            for (var i = 0; i < area; i++)
            {
                var grey = 255 * (planes[(channel * area) + i] - black) / (white - black);
                pixels[(i * shown) + channel] = (byte)(grey >= 0 ? Math.Min(255, grey + 0.5f) : 0);
            }
        }
        return FromBytes(pixels, width, height, shown);
    }
}
