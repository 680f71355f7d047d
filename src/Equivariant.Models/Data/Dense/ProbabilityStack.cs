using System.Globalization;
using System.Runtime.InteropServices;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>Writes the probabilities of a class, section by section: no more than one section is held.</summary>
public static class ProbabilityStack
{
    /// <summary>The name of the array in a .npz file.</summary>
    public const string ArrayName = "probabilities";

    /// <summary>Writes a stack. A single file appears when it is complete; the images of a folder one by one.</summary>
    /// <param name="path">The file, or the folder of PNG images, which are named 0000.png, 0001.png, ….</param>
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
        CheckFree(path, format, force);
        var fitting = Fitting(count, height, width, sections);
        switch (format)
        {
            case StackFormat.Npy:
                AtomicFile.Write(path, stream => Npy.WriteParts(
                    stream, ElementType.Float32, [count, height, width], Bytes(fitting)));
                break;
            case StackFormat.Npz:
                AtomicFile.Write(path, stream => Npz.WriteParts(
                    stream, ArrayName, ElementType.Float32, [count, height, width], Bytes(fitting)));
                break;
            default:
                WriteImages(path, format, height, width, count, fitting);
                break;
        }
    }

    /// <summary>Refuses a place where something is, before any work is done for it.</summary>
    /// <exception cref="IOException">Something is there, and it is not to be replaced.</exception>
    public static void CheckFree(string path, StackFormat format, bool force)
    {
        var inTheWay = format is StackFormat.Png8 or StackFormat.Png16
            ? File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            : File.Exists(path) || Directory.Exists(path);
        if (inTheWay && !force)
            throw new IOException($"'{path}' is there already; give another place, or --force to replace it.");
    }

    private static void WriteImages(
        string folder, StackFormat format, int height, int width, int count, IEnumerable<float[]> sections)
    {
        Directory.CreateDirectory(folder);
        var digits = Math.Max(4, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        var number = 0;
        foreach (var section in sections)
        {
            var name = number++.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + ".png";
            AtomicFile.WriteAllBytes(Path.Combine(folder, name), format == StackFormat.Png8
                ? Png.Encode(Array.ConvertAll(section, value => (byte)Level(value, byte.MaxValue)), width, height, 1)
                : Png.Encode(Array.ConvertAll(section, value => (ushort)Level(value, ushort.MaxValue)), width, height));
        }
    }

    private static double Level(float probability, int most) => Math.Round(Math.Clamp((double)probability, 0, 1) * most);

    private static IEnumerable<ReadOnlyMemory<byte>> Bytes(IEnumerable<float[]> sections) =>
        sections.Select(section => (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes(section.AsSpan()).ToArray());

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
