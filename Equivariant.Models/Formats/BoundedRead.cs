namespace Equivariant.Formats;

/// <summary>Reads compressed data of announced size, without trusting the announcement with memory.</summary>
internal static class BoundedRead
{
    // Deflate packs at most 258 bytes into two bits.
    private const long LargestRatio = 1032;

    private const long AlwaysFine = 64 * 1024;

    // Up to this ratio the array is made at once; real images and labels stay below it.
    private const long UsualRatio = 16;

    /// <summary>
    /// Reads exactly the announced bytes to the end of the stream. The array grows as data arrive, so that a false announcement
    /// costs no more memory than the compressed bytes, known to be there, justify.
    /// </summary>
    public static byte[] ToEnd(Stream stream, long announced, long compressed, string path, string what)
    {
        CheckAnnounced(announced, compressed, path, what);
        ArrayShape.CheckFitsOneArray(announced, path, what);

        var bytes = new byte[Math.Min(announced, Math.Max(AlwaysFine, UsualRatio * compressed))];
        var count = 0;
        while (true)
        {
            count += stream.ReadAtLeast(bytes.AsSpan(count), bytes.Length - count, throwOnEndOfStream: false);
            if (count < bytes.Length)
                throw new FileFormatException(path, $"{what} ends after {count} of {announced} bytes");
            if (count == announced)
                break;
            Array.Resize(ref bytes, (int)Math.Min(announced, 2L * bytes.Length));
        }
        // This read also makes the stream verify what follows the data.
        if (stream.ReadByte() >= 0)
            throw new FileFormatException(path, $"{what} goes on after the {announced} bytes announced");
        return bytes;
    }

    /// <summary>Refuses a size that so few compressed bytes cannot hold.</summary>
    public static void CheckAnnounced(long announced, long compressed, string path, string what)
    {
        if (announced < 0 || announced > LargestRatio * (compressed + 1))
        {
            throw new FileFormatException(path,
                $"{what} announces {announced} bytes, which {compressed} compressed bytes cannot hold");
        }
    }
}
