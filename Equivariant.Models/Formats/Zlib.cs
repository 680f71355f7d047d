using System.IO.Compression;

namespace Equivariant.Formats;

/// <summary>Unpacks blocks in the zlib format (RFC 1950), as PNG, TIFF and HDF5 hold them.</summary>
internal static class Zlib
{
    /// <summary>Unpacks a block of known length; its checksum is compared.</summary>
    /// <param name="compressed">The block; what follows it is passed over.</param>
    /// <param name="length">Bytes that must come out, as a header announces them.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="what">What is unpacked, for errors: "the image", "strip 3".</param>
    /// <exception cref="FileFormatException">The block is cut, damaged, or of another length.</exception>
    public static byte[] Unpack(byte[] compressed, long length, string path, string what)
    {
        try
        {
            // The padding makes a cut before the checksum visible, which the decompressor passes over.
            using var zlib = new ZLibStream(new PaddedStream(compressed), CompressionMode.Decompress);
            return BoundedRead.ToEnd(zlib, length, compressed.Length, path, what);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new FileFormatException(
                path, $"the compressed data of {what} are cut or damaged ({e.Message.TrimEnd('.')})", e);
        }
    }
}
