namespace Equivariant.Formats;

/// <summary>
/// The bytes of a file, followed by bytes 0xFF. <see cref="System.IO.Compression.GZipStream"/> ends quietly where its input does,
/// even in the middle of a member. With something behind the end, a cut becomes visible: at least the last byte of the length in
/// the member's trailer is missing, 0xFF takes its place, and that is wrong for every member below 4 GB. Behind a complete
/// member the extra bytes are ignored, as they do not begin another one.
/// </summary>
internal sealed class PaddedStream(byte[] file) : Stream
{
    // More than the decompressor ever reads ahead; a cut member that asks for more has shown itself.
    private const int Padding = 1 << 20;

    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(file.Length - position, 0, buffer.Length);
        if (count > 0)
            file.AsSpan((int)position, count).CopyTo(buffer);
        else if (position < (long)file.Length + Padding)
            buffer[..(count = buffer.Length)].Fill(0xFF);
        else
            throw new InvalidDataException("a member has no end");
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
