using System.Runtime.InteropServices;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>Writes the probabilities of a class as one array, section by section: no more than one section is held.</summary>
internal static class ProbabilityStack
{
    /// <summary>The name of the array in a .npz file.</summary>
    public const string ArrayName = "probabilities";

    private const int BlockBytes = 1 << 20;

    /// <summary>Writes float32 [count, height, width], from 0 to 1, into a file, which appears when it is complete; one that is
    /// there is replaced by <paramref name="force"/> only.</summary>
    /// <exception cref="IOException">Something is there already, or cannot be written.</exception>
    /// <exception cref="ArgumentException">There are more or fewer sections, or one does not fit.</exception>
    public static void Write(
        string path, StackFormat format, int count, int height, int width, IEnumerable<float[]> sections, bool force = false)
    {
        CheckFree(path, force);
        var bytes = Bytes(sections.Select((section, i) => section.Length == height * width ? section : throw new ArgumentException(
            $"Section {i} of {section.Length} values does not fit {height}×{width}.", nameof(sections))));
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
}

/// <summary>In what file a stack of probabilities is written.</summary>
internal enum StackFormat
{
    Npy,
    Npz,
}

/// <summary>The probabilities of a class as a grey PNG image: black is 0, white is 1.</summary>
internal static class ProbabilityImage
{
    /// <summary>Writes probabilities [H,W] from 0 to 1, rounded to the nearest level of 8 or 16 bits; a file that is there is
    /// replaced.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void Write(string path, ReadOnlySpan<float> probabilities, int height, int width, int bits = 8) =>
        AtomicFile.WriteAllBytes(path, bits == 16
            ? Png.Encode(Levels(probabilities, ushort.MaxValue, level => (ushort)level), width, height)
            : Png.Encode(Levels(probabilities, byte.MaxValue, level => (byte)level), width, height, 1));

    private static T[] Levels<T>(ReadOnlySpan<float> probabilities, int most, Func<double, T> level)
    {
        var levels = new T[probabilities.Length];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = level(Math.Round(Math.Clamp((double)probabilities[i], 0, 1) * most));
        return levels;
    }
}
