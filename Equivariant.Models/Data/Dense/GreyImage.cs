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

    /// <summary>Samples of 8 bits, [H,W] or [H,W,C].</summary>
    public static GreyImage Of(NdArray samples) =>
        Of(samples, samples.Shape[0], samples.Shape[1], samples.Shape.Length == 2 ? 1 : samples.Shape[2], byte.MaxValue);

    /// <summary>A page of whole numbers of 8 or 16 bits, or of floating-point numbers from 0 to 1.</summary>
    public static GreyImage Of(NdArray samples, TiffPage page, string file)
    {
        if (page.Format == TiffSampleFormat.Float)
            samples = LevelsOf(samples, file);
        else if (page.Format == TiffSampleFormat.Signed || page.BitsPerSample > 16)
            throw new FileFormatException(file, $"samples of {samples.Type.Name()} have no white; uint8, uint16 and 0…1 have");
        var largest = samples.Type == ElementType.UInt8 ? byte.MaxValue : ushort.MaxValue;
        var grey = Of(samples, page.Height, page.Width, page.Channels, largest);
        return page.WhiteIsZero
            ? grey with { Levels = Array.ConvertAll(grey.Levels, level => (ushort)(grey.Largest - level)) }
            : grey;
    }

    /// <summary>Floating-point samples from 0 to 1 as 16-bit levels.</summary>
    private static NdArray LevelsOf(NdArray samples, string file) => NdArray.From(
        Array.ConvertAll(samples.ToSingle(), value => value is >= 0 and <= 1
            ? (ushort)MathF.Round(value * ushort.MaxValue)
            : throw new FileFormatException(file, $"a floating-point sample is {value}; 0 is black and 1 is white")),
        [.. samples.Shape]);

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
