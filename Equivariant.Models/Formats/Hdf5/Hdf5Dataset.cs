using System.Collections.Immutable;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Equivariant.Formats;

/// <summary>A data set of an HDF5 file: numbers, which are read in whole or section by section, or texts.</summary>
internal sealed class Hdf5Dataset
{
    private const int CacheChunks = 4096;
    private const long CacheBytes = 64 << 20;

    // Deflate packs 1032 to 1. What was never written takes no room, up to a size that does no harm.
    private const long LargestRatio = 1032, AlwaysFine = 1 << 20;

    private readonly Hdf5File file;
    private readonly NativeDataset dataset;
    private readonly H5DatasetAccess access;

    public Hdf5Dataset(Hdf5File file, string path, NativeDataset dataset)
    {
        (this.file, this.dataset, Path) = (file, dataset, path);
        Shape = file.Guarded(path, 0, () => Hdf5Type.Extents(dataset.Space, file.Path, path));
        Type = file.Guarded(path, 0, () => Hdf5Type.Number(dataset.Type));
        CheckSize(Shape, "");
        if (file.Guarded(path, 0, () => dataset.Layout.Class) == H5DataLayoutClass.Chunked)
            access = new H5DatasetAccess(ChunkCache: new ChunkCache(this, Chunk()));
        Attributes = new Hdf5Attributes(file, path, dataset);
    }

    public string Path { get; }

    public ImmutableArray<int> Shape { get; }

    /// <summary>The type of the elements; null for texts and for types that are not read.</summary>
    public ElementType? Type { get; }

    public bool IsText => Hdf5Type.IsText(dataset.Type);

    public Hdf5Attributes Attributes { get; }

    public NdArray Read() => Read(Shape, null);

    /// <summary>Some sections: elements along the first axis, all of the others.</summary>
    public NdArray ReadSections(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Shape.Length == 0 || (long)first + count > Shape[0])
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"{Path} [{string.Join(", ", Shape)}] has no sections {first} to {first + count - 1}.");
        }
        var starts = new ulong[Shape.Length];
        starts[0] = (ulong)first;
        ImmutableArray<int> extents = [count, .. Shape[1..]];
        var blocks = extents.Select(extent => (ulong)extent).ToArray();
        return Read(extents, extents.Contains(0) ? null : new HyperslabSelection(starts.Length, starts, blocks));
    }

    /// <summary>All texts, in C order.</summary>
    public string[] ReadTexts() => IsText
        ? file.Guarded(Path, 0, () => Array.ConvertAll(dataset.Read<string?[]>(access), text => text ?? ""), Shape.Length)
        : throw new FileFormatException(file.Path, $"{Path} holds {dataset.Type.Class}, no texts");

    private NdArray Read(ImmutableArray<int> extents, Selection? part)
    {
        if (Type is not { } type)
            throw new FileFormatException(file.Path, $"{Path} holds {dataset.Type.Class} of {dataset.Type.Size} bytes, no numbers");
        var length = CheckSize(extents, "");
        ArrayShape.CheckFitsOneArray(length, file.Path, Path);
        return file.Guarded(Path, length, () => Hdf5Type.Read(type, extents,
            values => dataset.Read(access, values, part), values => dataset.Read(access, values, part),
            values => dataset.Read(access, values, part), values => dataset.Read(access, values, part)), Shape.Length);
    }

    /// <summary>The size of an array, which the file must be able to hold.</summary>
    private long CheckSize(IEnumerable<int> extents, string what)
    {
        var bytes = Hdf5Type.Size(extents, dataset.Type.Size);
        return bytes <= Math.Max(AlwaysFine, LargestRatio * file.Length)
            ? bytes
            : throw new FileFormatException(
                file.Path, $"{what}{Path} announces {bytes} bytes, which a file of {file.Length} cannot hold");
    }

    /// <summary>
    /// The size of a chunk in bytes. Chunks far larger than the file and the data set, and more of them than the file has bytes,
    /// are taken for damage.
    /// </summary>
    private long Chunk()
    {
        var chunk = file.Guarded(Path, 0, () => dataset.Layout.Chunks);
        if (chunk.Length != Shape.Length || chunk.Any(extent => extent is 0 or > int.MaxValue))
            throw new FileFormatException(file.Path, $"{Path} has chunks [{string.Join(", ", chunk)}], which do not fit it");
        var bytes = CheckSize(chunk.Select(extent => (int)extent), "a chunk of ");
        var count = Shape.Select((axis, i) => Math.Ceiling(axis / (double)chunk[i])).Aggregate(1.0, (all, chunks) => all * chunks);
        if (count > AlwaysFine + file.Length || bytes > AlwaysFine + (16 * (file.Length + CheckSize(Shape, ""))))
            throw new FileFormatException(file.Path, $"{Path} has {count} chunks of {bytes} bytes in a file of {file.Length}");
        return bytes;
    }

    /// <summary>Keeps unpacked chunks from one section to the next, and refuses those that PureHDF would fill up in
    /// silence.</summary>
    private sealed class ChunkCache(Hdf5Dataset owner, long chunkBytes) : IReadingChunkCache
    {
        private readonly SimpleReadingChunkCache cache = new(CacheChunks, CacheBytes);

        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader) => cache.GetChunk(chunkIndex, () =>
        {
            var chunk = chunkReader();
            return chunk.Length == chunkBytes
                ? chunk
                : throw new FileFormatException(owner.file.Path,
                    $"chunk {chunkIndex} of {owner.Path} has {chunk.Length} bytes where {chunkBytes} are expected");
        });
    }
}
