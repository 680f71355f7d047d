using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// A grey image from a file, as a viewer shows it: colours are weighted to grey (0.299 R + 0.587 G + 0.114 B, ITU-R BT.601), an
/// alpha channel is passed over. Of the levels [H,W] 0 is black, and white the largest that the file can hold.
/// </summary>
internal sealed record GreyImage(int Height, int Width, ushort[] Levels, int Largest)
{
    public static GreyImage Of(PngImage image) => image.Palette is null
        ? Of(image.Samples, (1 << image.BitDepth) - 1)
        : Of(image.PaletteColours());

    /// <summary>A page of whole numbers of 8 or 16 bits, or of floating-point numbers from 0 to 1.</summary>
    public static GreyImage Of(NdArray samples, TiffPage page, string file)
    {
        if (page.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
            samples = LevelsOf(samples, file);
        else if (page.Type is not (ElementType.UInt8 or ElementType.UInt16))
            throw new FileFormatException(file, $"samples of {samples.Type.Name()} have no white; uint8, uint16 and 0…1 have");
        var grey = Of(samples, samples.Type == ElementType.UInt8 ? byte.MaxValue : ushort.MaxValue);
        return page.WhiteIsZero
            ? grey with { Levels = Array.ConvertAll(grey.Levels, level => (ushort)(grey.Largest - level)) }
            : grey;
    }

    /// <summary>Samples [H,W] or [H,W,C].</summary>
    public static GreyImage Of(NdArray samples, int largest = byte.MaxValue)
    {
        var values = samples.ToInt32();
        var levels = new ushort[samples.Shape[0] * samples.Shape[1]];
        var channels = values.Length / levels.Length;
        for (var i = 0; i < levels.Length; i++)
        {
            var at = i * channels;
            levels[i] = channels < 3
                ? (ushort)values[at]
                : (ushort)Math.Round((0.299 * values[at]) + (0.587 * values[at + 1]) + (0.114 * values[at + 2]));
        }
        return new GreyImage(samples.Shape[0], samples.Shape[1], levels, largest);
    }

    /// <summary>Floating-point samples from 0 to 1 as 16-bit levels.</summary>
    private static NdArray LevelsOf(NdArray samples, string file) => NdArray.From(
        Array.ConvertAll(samples.ToSingle(), value => value is >= 0 and <= 1
            ? (ushort)MathF.Round(value * ushort.MaxValue)
            : throw new FileFormatException(file, $"a floating-point sample is {value}; 0 is black and 1 is white")),
        [.. samples.Shape]);
}
