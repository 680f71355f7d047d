namespace Equivariant.Formats;

/// <summary>The value of elements that were never written (specification IV.A.2.e and f); zero where none is given.</summary>
internal static class Hdf5FillValue
{
    public static byte[] Read(Hdf5ObjectHeader header, int elementSize)
    {
        var none = new byte[0];
        long size;
        Hdf5Cursor cursor;
        if (header.Has(Hdf5Message.FillValue))
        {
            cursor = header.One(Hdf5Message.FillValue);
            var version = cursor.UInt8();
            if (version is < 1 or > 3)
                throw header.Space.Error($"a fill value has the version {version}; 1 to 3 are read");
            var flags = cursor.UInt8();
            if (version == 3)
            {
                if ((flags & 0x20) == 0)
                    return none;
            }
            else
            {
                cursor.Skip(1);
                if (cursor.UInt8() == 0 && version == 2)
                    return none;
            }
            size = cursor.UInt32();
        }
        else if (header.Has(Hdf5Message.OldFillValue))
        {
            cursor = header.One(Hdf5Message.OldFillValue);
            size = cursor.UInt32();
        }
        else
        {
            return none;
        }
        if (size != 0 && size != elementSize)
            throw header.Space.Error($"a fill value has {size} bytes, an element {elementSize}");
        return cursor.Bytes(size);
    }

    /// <summary>Fills an array with the value.</summary>
    public static void Spread(byte[] value, Span<byte> elements)
    {
        if (!value.AsSpan().ContainsAnyExcept((byte)0))
            return;
        for (var at = 0; at < elements.Length; at += value.Length)
            value.CopyTo(elements[at..]);
    }
}
