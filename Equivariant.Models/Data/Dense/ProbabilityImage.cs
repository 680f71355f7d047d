using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>The probabilities of a class as a grey PNG image: black is 0, white is 1.</summary>
public static class ProbabilityImage
{
    /// <summary>Writes an image.</summary>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <param name="probabilities">[H,W], from 0 to 1; rounded to the nearest level.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bits">8 or 16 for each pixel.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or another number of bits.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> probabilities, int height, int width, int bits = 8)
    {
        switch (bits)
        {
            case 8:
                Png.Write(path, Levels(probabilities, byte.MaxValue, level => (byte)level), width, height, 1);
                break;
            case 16:
                AtomicFile.WriteAllBytes(
                    path, Png.Encode(Levels(probabilities, ushort.MaxValue, level => (ushort)level), width, height));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(bits), bits, "A grey image has 8 or 16 bits.");
        }
    }

    private static T[] Levels<T>(ReadOnlySpan<float> probabilities, int most, Func<double, T> level)
    {
        var levels = new T[probabilities.Length];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = level(Math.Round(Math.Clamp((double)probabilities[i], 0, 1) * most));
        return levels;
    }
}
