using System.Runtime.CompilerServices;
using PureHDF;

namespace Equivariant.Formats;

/// <summary>
/// The bytes of a file as PureHDF reads them, with bounds on each piece of its work: damaged structures may point in a circle,
/// nest without end, or announce more than there is.
/// </summary>
internal sealed class Hdf5Stream(FileBytes file, Hdf5Blocks blocks) : Stream, IDatasetStream
{
    // PureHDF reads number by number and reads the index of chunks again for every chunk: a volume takes some million reads.
    private const long MostReads = 16 << 20;
    private const long MostBytes = 256 << 20;

    private long position, readsLeft, allocatedAtMost;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Begins a piece of work.</summary>
    /// <param name="resultBytes">How much its result takes.</param>
    public void Allow(long resultBytes)
    {
        readsLeft = MostReads + file.Length;
        allocatedAtMost = GC.GetAllocatedBytesForCurrentThread() + MostBytes + (4 * (file.Length + resultBytes));
    }

    public override int Read(Span<byte> buffer)
    {
        ReadDataset(buffer);
        blocks.Check(position - buffer.Length, buffer);
        return buffer.Length;
    }

    public void ReadDataset(Span<byte> buffer)
    {
        // Structures that hold themselves: an error that can be caught, before the stack ends.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (--readsLeft < 0 || GC.GetAllocatedBytesForCurrentThread() > allocatedAtMost)
            throw new FileFormatException(file.Path, "reading it takes more work than its size can account for: it is damaged");
        file.Read(position, buffer);
        position += buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin == SeekOrigin.Current ? position + offset : origin == SeekOrigin.End ? file.Length + offset : offset;
        file.Check(target, 0);
        return position = target;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
