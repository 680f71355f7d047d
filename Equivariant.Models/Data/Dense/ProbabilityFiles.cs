using System.Runtime.InteropServices;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>Writes the probabilities of a class as one array, section by section: no more than one section is held.</summary>
public static class ProbabilityStack
{
    /// <summary>The name of the array in a .npz file.</summary>
    public const string ArrayName = "probabilities";

    private const int BlockBytes = 1 << 20;

    /// <summary>Writes a stack into a file, which appears when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How.</param>
    /// <param name="count">Number of sections.</param>
    /// <param name="height">Rows of a section.</param>
    /// <param name="width">Columns of a section.</param>
    /// <param name="sections">The probabilities of each section, [H,W], from 0 to 1.</param>
    /// <param name="force">Whether what is there is replaced.</param>
    /// <exception cref="IOException">Something is there already, or cannot be written.</exception>
    /// <exception cref="ArgumentException">There are more or fewer sections, or one does not fit.</exception>
    public static void Write(
        string path, StackFormat format, int count, int height, int width, IEnumerable<float[]> sections, bool force = false)
    {
        CheckFree(path, force);
        var bytes = Bytes(Fitting(count, height, width, sections));
        AtomicFile.Write(path, stream =>
        {
            if (format == StackFormat.Npy)
                Npy.WriteParts(stream, ElementType.Float32, [count, height, width], bytes);
            else
                Npz.WriteParts(stream, ArrayName, ElementType.Float32, [count, height, width], bytes);
        });
    }

    /// <summary>Refuses a place where something is, before any work is done for it.</summary>
    /// <exception cref="IOException">Something is there, and it is not to be replaced.</exception>
    public static void CheckFree(string path, bool force)
    {
        if (!force && (File.Exists(path) || Directory.Exists(path)))
            throw new IOException($"'{path}' is there already; give another place, or --force to replace it.");
    }

    /// <summary>A block at a time, each in the place of the one before: large sections need no second copy.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Bytes(IEnumerable<float[]> sections)
    {
        var block = new byte[BlockBytes];
        foreach (var section in sections)
        {
            for (var at = 0; at < section.Length; at += BlockBytes / sizeof(float))
            {
                var part = MemoryMarshal.AsBytes(section.AsSpan(at, Math.Min(BlockBytes / sizeof(float), section.Length - at)));
                part.CopyTo(block);
                yield return block.AsMemory(0, part.Length);
            }
        }
    }

    private static IEnumerable<float[]> Fitting(int count, int height, int width, IEnumerable<float[]> sections)
    {
        var seen = 0;
        foreach (var section in sections)
        {
            if (++seen > count || section.Length != height * width)
            {
                throw new ArgumentException(
                    $"Section {seen} of {section.Length} values does not fit a stack of {count} × {height}×{width}.",
                    nameof(sections));
            }
            yield return section;
        }
        if (seen != count)
            throw new ArgumentException($"There are {seen} sections where {count} were announced.", nameof(sections));
    }
}

/// <summary>In what file a stack of probabilities is written.</summary>
public enum StackFormat
{
    /// <summary>One .npy file, float32 [sections, H, W].</summary>
    Npy,

    /// <summary>One .npz file with that array under the name <c>probabilities</c>.</summary>
    Npz,
}

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
