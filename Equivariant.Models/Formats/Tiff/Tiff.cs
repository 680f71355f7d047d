namespace Equivariant.Formats;

/// <summary>
/// TIFF and BigTIFF images of one or many pages, decoded by LibTiff.NET: strips and tiles, plain, deflated, LZW, PackBits or JPEG,
/// interleaved or in separate planes, in both byte orders (BigTIFF in little-endian only). Grey and RGB samples of 8 bits and more,
/// whole numbers or floating point, are given as they are stored; palettes, YCbCr and samples of 1, 2 and 4 bits as 8-bit grey or RGB.
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
