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
