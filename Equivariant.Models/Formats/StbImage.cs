using StbImageSharp;

namespace Equivariant.Formats;

/// <summary>Decodes images with StbImageSharp, whose headers must have been checked.</summary>
internal static class StbImage
{
    // A quarter of what one array holds: StbImageSharp makes arrays of up to four bytes a pixel.
    private const long MostPixels = 1 << 29;

    /// <summary>Refuses a size beyond one array, or one that the file cannot hold at <paramref name="largestRatio"/> pixels a
    /// byte.</summary>
    public static void CheckSize(long height, long width, long fileLength, long largestRatio, string path)
    {
        if (height <= 0 || width <= 0)
            throw new FileFormatException(path, $"it has {width}×{height} pixels");
        if (height > MostPixels / width || height * width > largestRatio * fileLength)
            throw new FileFormatException(path, $"{width}×{height} pixels are more than its {fileLength} bytes can hold");
    }

    /// <summary>The samples, uint8: [H,W] for grey, else [H,W,C].</summary>
    public static NdArray Decode(byte[] bytes, string path)
    {
        try
        {
            var image = ImageResult.FromMemory(bytes);
            var channels = (int)image.Comp;
            return NdArray.Wrap(ElementType.UInt8,
                channels == 1 ? [image.Height, image.Width] : [image.Height, image.Width, channels], image.Data);
        }
        // StbImageSharp throws whatever damage leads to.
        catch (Exception e)
        {
            throw new FileFormatException(path, $"it is damaged or of a kind that is not read ({e.Message.TrimEnd('.')})", e);
        }
    }
}
