using System.Xml.Linq;
using Equivariant.Formats;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A picture that the page itself carries, as an address <c>data:image/png;base64,…</c>.</summary>
internal sealed record ReportImage(string DataUri, int Width, int Height)
{
    /// <summary>A picture from planes as networks take them.</summary>
    /// <param name="planes">[channels,H,W].</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 grey or 3 RGB; of any other number only the first is shown.</param>
    /// <param name="black">The value shown black.</param>
    /// <param name="white">The value shown white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the number of values.</exception>
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
        return new(Png.ToDataUri(pixels, width, height, shown), width, height);
    }

    /// <summary>The picture, scaled to a width in pixels.</summary>
    public XElement ToElement(string alt, int width) => Tag("img", With("src", DataUri), With("alt", alt),
        With("width", width), With("height", Math.Max(1, width * Height / Width)));
}
