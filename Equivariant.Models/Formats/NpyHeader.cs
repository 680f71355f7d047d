using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Equivariant.Formats;

/// <summary>What the head of a .npy file says about the array behind it.</summary>
internal sealed record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, long[] Shape, int DataOffset)
{
    /// <summary>The longest dictionary that is read, and what stands before it.</summary>
    public const int LargestHeader = 1 << 20, LongestPrefix = 12;

    // The Python dictionary as NumPy writes it: its keys in any order, a tuple of one number as (7,). No blank can be matched by
    // two parts of the pattern, so that damage takes linear time.
    private static readonly Regex Dictionary = new(
        """
        ^\s*\{\s*(?:(?:
            (?<quote>['"])descr\k<quote>\s*:\s*(?<quote>['"])(?<descr>[ !#-&(-\[\]-~]*)\k<quote>
            | (?<quote>['"])fortran_order\k<quote>\s*:\s*(?<order>True|False)
            | (?<quote>['"])shape\k<quote>\s*:\s*(?<shape>\(\s*(?:-?\d+\s*,\s*(?:-?\d+\s*,\s*)*(?:-?\d+\s*)?)?\))
        )\s*(?:,\s*|(?=\})))*\}\s*\z
        """, RegexOptions.IgnorePatternWhitespace);

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads magic, version, length and dictionary.</summary>
    public static NpyHeader Decode(ReadOnlySpan<byte> file, string path, string what)
    {
        if (file.Length < 10 || !file.StartsWith(Magic))
            throw Fail("is not in NumPy's format: it does not begin with \\x93NUMPY");
        var (major, minor) = (file[6], file[7]);
        if (major is 0 or > 3 || minor != 0)
            throw Fail($"is of version {major}.{minor} of NumPy's format; 1.0, 2.0 and 3.0 are known");
        var start = major == 1 ? 10 : 12;
        if (file.Length < start)
            throw Fail("ends inside its header");
        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (length > file.Length - start)
            throw Fail($"announces a header of {length} bytes; {file.Length - start} follow");
        if (length > LargestHeader)
            throw Fail($"has a header of {length} bytes, more than {LargestHeader}");

        var groups = Dictionary.Match(Encoding.ASCII.GetString(file.Slice(start, (int)length))).Groups;
        if (!new[] { "descr", "order", "shape" }.All(key => groups[key].Captures.Count == 1))
            throw Fail("has a malformed header; a dictionary of descr, fortran_order and shape belongs there");
        var descr = groups["descr"].Value;
        // '|' says that byte order does not matter, '=' that it is the writer's, which nearly always is little-endian.
        var type = descr is [_, var kind, >= '1' and <= '8'] ? ElementTypes.Find(kind, descr[2] - '0') : null;
        if (type is not { } known || !(descr[0] is '<' or '>' or '=' || (descr[0] == '|' && known.Size() == 1)))
            throw Fail($"holds elements of the unknown or unsupported type '{descr}'");
        long[] shape = [.. groups["shape"].Value.Trim('(', ')').Split(',', StringSplitOptions.TrimEntries)
            .Where(axis => axis.Length > 0)
            .Select(axis => long.TryParse(axis, CultureInfo.InvariantCulture, out var extent)
                ? extent
                : throw Fail($"has an axis of {axis}, more than 64 bits"))];
        return new NpyHeader(known, descr[0] == '>', groups["order"].Value == "True", shape, start + (int)length);

        FileFormatException Fail(string reason) => new(path, $"{what} {reason}");
    }

    /// <summary>The head of a file of version 1, padded so that the data begin at a multiple of 64.</summary>
    public static byte[] Encode(ElementType type, ReadOnlySpan<int> axes)
    {
        var size = type.Size();
        var shape = axes.Length == 1 ? $"{axes[0]}," : string.Join(", ", axes.ToArray());
        var text = $"{{'descr': '{(size == 1 ? '|' : '<')}{type.Kind()}{size}', 'fortran_order': False, 'shape': ({shape}), }}";

        const int prefix = 10, newline = 1, alignment = 64;
        var total = (prefix + text.Length + newline + alignment - 1) / alignment * alignment;
        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prefix));
        Encoding.ASCII.GetBytes(text, header.AsSpan(prefix));
        header[^1] = (byte)'\n';
        return header;
    }
}
