namespace Equivariant.Formats;

/// <summary>
/// The bytes of a file, followed by bytes 0xFF. <see cref="System.IO.Compression.GZipStream"/> ends quietly where its input does,
/// even in the middle of a member. With something behind the end, a cut becomes visible: at least the last byte of the length in
/// the member's trailer is missing, 0xFF takes its place, and that is wrong for every member below 4 GB. Behind a complete
/// member the extra bytes are ignored, as they do not begin another one.
/// </summary>
internal sealed class PaddedStream(byte[] file) : MemoryStream(file, writable: false)
{
    // More than the decompressor ever reads ahead; a cut member that asks for more has shown itself.
    private const int Padding = 1 << 20;

    private int padded;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        if (read > 0 || count == 0)
            return read;
        if ((padded += count) > Padding)
            throw new InvalidDataException("a member has no end");
        buffer.AsSpan(offset, count).Fill(0xFF);
        return count;
    }
}
