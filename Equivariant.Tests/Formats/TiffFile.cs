using System.Buffers.Binary;
using System.IO.Compression;

namespace Equivariant.Tests.Formats;

/// <summary>Writes small TIFF files of every kind that is read, and others, for tests.</summary>
internal sealed record TiffFile
{
    public int Width { get; init; } = 5;

    public int Height { get; init; } = 4;

    public int Channels { get; init; } = 1;

    public int Bits { get; init; } = 8;

    public bool BigEndian { get; init; }

    public int Compression { get; init; } = 1;

    public bool Differences { get; init; }

    public int RowsPerStrip { get; init; } = 3;

    public int Photometric { get; init; } = 1;

    /// <summary>Tags to add, or to write in place of others.</summary>
    public Dictionary<int, int> Extra { get; init; } = [];

    /// <summary>A file with a page for each array of samples, [H,W,C].</summary>
    public byte[] Encode(params ushort[][] pages)
    {
        var file = new MemoryStream();
        file.Write(BigEndian ? "MM"u8 : "II"u8);
        Write(file, 42, 2);
        var link = file.Position;
        Write(file, 0, 4);
        foreach (var page in pages)
        {
            var strips = Strips(page).Select(strip => (Offset: Append(file, strip), strip.Length)).ToArray();
            var offsets = Array(file, [.. strips.Select(strip => (int)strip.Offset)]);
            var counts = Array(file, [.. strips.Select(strip => strip.Length)]);
            var tags = new SortedDictionary<int, (int Type, int Count, int Value)>
            {
                [256] = (4, 1, Width),
                [257] = (4, 1, Height),
                [258] = (3, Channels, Channels == 1 ? Bits : Shorts(file, Enumerable.Repeat(Bits, Channels))),
                [259] = (3, 1, Compression),
                [262] = (3, 1, Channels > 1 ? 2 : Photometric),
                [273] = (4, strips.Length, offsets),
                [277] = (3, 1, Channels),
                [278] = (4, 1, RowsPerStrip),
                [279] = (4, strips.Length, counts),
                [317] = (3, 1, Differences ? 2 : 1),
            };
            foreach (var (tag, value) in Extra)
                tags[tag] = (4, 1, value);
            var directory = file.Position;
            file.Position = link;
            Write(file, (uint)directory, 4);
            file.Position = directory;
            Write(file, (uint)tags.Count, 2);
            foreach (var (tag, (type, count, value)) in tags)
            {
                Write(file, (uint)tag, 2);
                Write(file, (uint)type, 2);
                Write(file, (uint)count, 4);
                Write(file, (uint)value, type == 3 && count == 1 ? 2 : 4);
                if (type == 3 && count == 1)
                    Write(file, 0, 2);
            }
            link = file.Position;
            Write(file, 0, 4);
        }
        return file.ToArray();
    }

    private IEnumerable<byte[]> Strips(ushort[] page)
    {
        var row = Width * Channels;
        for (var y = 0; y < Height; y += RowsPerStrip)
        {
            var samples = page[(y * row)..(Math.Min(Height, y + RowsPerStrip) * row)];
            var strip = new MemoryStream();
            for (var i = 0; i < samples.Length; i++)
            {
                var left = Differences && i % row >= Channels ? samples[i - Channels] : 0;
                Write(strip, (uint)(samples[i] - left) & (Bits == 8 ? 0xFFu : 0xFFFF), Bits / 8);
            }
            yield return Compression == 1 ? strip.ToArray() : RoundTripTests.Bytes(stream =>
            {
                using var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true);
                zlib.Write(strip.ToArray());
            });
        }
    }

    private static long Append(MemoryStream file, byte[] bytes)
    {
        var at = file.Position;
        file.Write(bytes);
        return at;
    }

    private int Array(MemoryStream file, int[] values)
    {
        if (values.Length == 1)
            return values[0];
        var at = (int)file.Position;
        foreach (var value in values)
            Write(file, (uint)value, 4);
        return at;
    }

    private int Shorts(MemoryStream file, IEnumerable<int> values)
    {
        var at = (int)file.Position;
        foreach (var value in values)
            Write(file, (uint)value, 2);
        return at;
    }

    private void Write(MemoryStream stream, uint value, int size)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (BigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value << (8 * (4 - size)));
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes[..size]);
    }
}
