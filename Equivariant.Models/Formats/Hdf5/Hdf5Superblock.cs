namespace Equivariant.Formats;

/// <summary>The beginning of an HDF5 file: versions 0 to 3 (HDF5 File Format Specification 3.0, II.A).</summary>
internal static class Hdf5Superblock
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Finds the superblock and reads where the root group is.</summary>
    public static (Hdf5Space Space, long Root) Read(FileBytes file)
    {
        var origin = Find(file);
        // Widths are not known yet; these serve for the fields of fixed width before them.
        var fixedWidth = new Hdf5Cursor(new Hdf5Space(file, origin, 8, 8), Signature.Length);
        var version = fixedWidth.UInt8();
        if (version > 3)
            throw new FileFormatException(file.Path, $"its superblock has the version {version}; 0 to 3 are read");
        if (version < 2)
            fixedWidth.Skip(4);
        int offsetSize = fixedWidth.UInt8(), lengthSize = fixedWidth.UInt8();
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
        {
            throw new FileFormatException(file.Path,
                $"its addresses have {offsetSize} bytes and its lengths {lengthSize}; 2, 4 and 8 are read");
        }
        var space = new Hdf5Space(file, origin, offsetSize, lengthSize);
        var cursor = new Hdf5Cursor(space, 0);
        cursor.Skip(fixedWidth.At);
        var root = version < 2 ? ReadOld(cursor, version, out var end) : ReadNew(cursor, out end);
        if (end == Hdf5Space.Undefined || end < cursor.At || end > file.Length)
        {
            throw new FileFormatException(
                file.Path, $"it has {file.Length} bytes where {end} are announced: it is cut or damaged");
        }
        return (space, root);
    }

    private static long ReadOld(Hdf5Cursor cursor, int version, out long end)
    {
        // Reserved byte, two group sizes, flags; version 1 has a chunk index size beside them.
        cursor.Skip(1 + 2 + 2 + 4 + (version == 1 ? 4 : 0));
        cursor.Address();
        cursor.Address();
        end = EndOfFile(cursor);
        cursor.Address();
        cursor.Skip(cursor.Space.OffsetSize);
        return cursor.Address();
    }

    private static long ReadNew(Hdf5Cursor cursor, out long end)
    {
        cursor.Skip(1);
        cursor.Address();
        cursor.Address();
        end = EndOfFile(cursor);
        var root = cursor.Address();
        cursor.Checksum("its superblock");
        return root;
    }

    /// <summary>It counts from the beginning of the file, user block included, and may lie beyond the end of a cut
    /// file.</summary>
    private static long EndOfFile(Hdf5Cursor cursor) => cursor.Count(cursor.Space.OffsetSize);

    /// <summary>At 0, or behind a user block of 512 bytes, 1024, 2048, ….</summary>
    private static long Find(FileBytes file)
    {
        Span<byte> bytes = stackalloc byte[8];
        for (var origin = 0L; origin <= file.Length - bytes.Length; origin = origin == 0 ? 512 : 2 * origin)
        {
            file.Read(origin, bytes);
            if (bytes.SequenceEqual(Signature))
                return origin;
        }
        throw new FileFormatException(file.Path, "it is no HDF5 file: the signature is missing");
    }
}
