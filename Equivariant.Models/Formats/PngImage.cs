namespace Equivariant.Formats;

/// <summary>What a PNG file holds.</summary>
/// <param name="Samples">
/// The samples as they are stored, [H,W,C]: C is 1 for grey and for palette indices, 2 for grey and alpha, 3 for RGB, 4 for RGBA;
/// uint8 for bit depths up to 8, of which 1, 2 and 4 count from 0 to 2^depth − 1, and uint16 for 16.
/// </param>
/// <param name="BitDepth">1, 2, 4, 8 or 16.</param>
/// <param name="Palette">Red, green and blue of each palette entry, [entries, 3]; null where the samples are no indices.</param>
internal sealed record PngImage(NdArray Samples, int BitDepth, NdArray? Palette)
{
    /// <summary>The colours of an image with a palette: uint8 [H,W,3].</summary>
    public NdArray PaletteColours()
    {
        var indices = Samples.Bytes;
        var colours = new byte[indices.Length * 3];
        for (var i = 0; i < indices.Length; i++)
            Palette!.Bytes.Slice(3 * indices[i], 3).CopyTo(colours.AsSpan(3 * i));
        return NdArray.Wrap(ElementType.UInt8, [.. Samples.Shape[..2], 3], colours);
    }
}
