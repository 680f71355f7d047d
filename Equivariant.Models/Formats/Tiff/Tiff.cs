namespace Equivariant.Formats;

/// <summary>
/// TIFF images of one or many pages: 8 and 16-bit grey and colour, in strips, uncompressed or deflated, with or without horizontal
/// differences, in both byte orders. What else there is (tiles, LZW, JPEG, PackBits, BigTIFF, other bit depths, separate planes) is
/// refused by name.
/// </summary>
public static class Tiff
{
    /// <summary>Opens a file to read its pages one by one.</summary>
    /// <exception cref="FileFormatException">The file is damaged, no TIFF image, or of a kind that is not read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TiffReader Open(string path) => new(FileBytes.Map(path));

    /// <summary>Opens the bytes of a file to read its pages one by one.</summary>
    /// <param name="bytes">The file's contents, which must not change while the reader is open.</param>
    /// <param name="name">What to call them in errors.</param>
    /// <exception cref="FileFormatException">They are damaged, no TIFF image, or of a kind that is not read.</exception>
    public static TiffReader Open(byte[] bytes, string name = "image in memory") => new(FileBytes.Of(bytes, name));
}
