using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// A grey image from a file, as a viewer shows it: colours are weighted to grey (0.299 R + 0.587 G + 0.114 B, ITU-R BT.601), an
/// alpha channel is passed over.
/// </summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Levels">0 is black, <paramref name="Largest"/> white; [H,W].</param>
/// <param name="Largest">The largest level that the file can hold.</param>
internal sealed record GreyImage(int Height, int Width, ushort[] Levels, int Largest)
{
    public static GreyImage Of(PngImage image) => image.Palette is null
        ? Of(image.Samples, image.Height, image.Width, image.Channels, (1 << image.BitDepth) - 1)
        : Of(image.PaletteColours(), image.Height, image.Width, 3, byte.MaxValue);

    public static GreyImage Of(NdArray samples, TiffPage page)
    {
        var grey = Of(samples, page.Height, page.Width, page.Channels, (1 << page.BitsPerSample) - 1);
        return page.WhiteIsZero
            ? grey with { Levels = Array.ConvertAll(grey.Levels, level => (ushort)(grey.Largest - level)) }
            : grey;
    }

    private static GreyImage Of(NdArray samples, int height, int width, int channels, int largest)
    {
        var values = samples.ToInt32();
        var levels = new ushort[height * width];
        for (var i = 0; i < levels.Length; i++)
        {
            var at = i * channels;
            levels[i] = channels < 3
                ? (ushort)values[at]
                : (ushort)Math.Round((0.299 * values[at]) + (0.587 * values[at + 1]) + (0.114 * values[at + 2]));
        }
        return new GreyImage(height, width, levels, largest);
    }
}
