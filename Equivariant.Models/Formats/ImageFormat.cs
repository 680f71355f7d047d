namespace Equivariant.Formats;

/// <summary>The image formats that are read.</summary>
internal enum ImageFormat
{
    Png,
    Tiff,
    Jpeg,
    Bmp,
}

internal static class ImageFormats
{
    /// <summary>The format that the first bytes of a file tell, whatever its name says.</summary>
    /// <exception cref="FileFormatException">It is none of the formats that are read.</exception>
    public static ImageFormat Of(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var file = SourceFile.Open(path);
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G'] => ImageFormat.Png,
            [(byte)'I', (byte)'I', ..] or [(byte)'M', (byte)'M', ..] => ImageFormat.Tiff,
            [0xFF, 0xD8, ..] => ImageFormat.Jpeg,
            [(byte)'B', (byte)'M', ..] => ImageFormat.Bmp,
            _ => throw new FileFormatException(path, "it is no PNG, TIFF, JPEG or BMP image"),
        };
    }
}
