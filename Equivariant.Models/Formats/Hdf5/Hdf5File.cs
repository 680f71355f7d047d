using PureHDF;
using PureHDF.VOL.Native;

namespace Equivariant.Formats;

/// <summary>
/// An HDF5 file open for reading, through PureHDF. What PureHDF would believe of a damaged file is checked beside it: see
/// <see cref="Hdf5Stream"/> and <see cref="Hdf5Blocks"/>. All members throw <see cref="FileFormatException"/> for what is damaged
/// or not read. Several threads may read; they take turns.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    private const int DeepestGroup = 32;

    private readonly FileBytes file;
    private readonly Hdf5Stream stream;
    private readonly Hdf5Blocks blocks;
    private readonly NativeFile root;
    private readonly Lock turn = new();

    private Hdf5File(FileBytes file)
    {
        this.file = file;
        try
        {
            blocks = new Hdf5Blocks(file);
            stream = new Hdf5Stream(file, blocks);
            root = Guarded("its root group", 0, () => H5File.Open(stream));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path => file.Path;

    public long Length => file.Length;

    /// <summary>The paths of all data sets, e.g. <c>volumes/raw</c>. Links to what is not there are left out.</summary>
    public IReadOnlyList<string> Datasets => Guarded("its groups", 0, () => List(root, "", 0).ToArray());

    /// <summary>Opens a file; it is mapped into memory and read as it is needed.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Hdf5File Open(string path) => new(FileBytes.Map(path));

    public static Hdf5File Open(byte[] bytes, string name = "file in memory") => new(FileBytes.Of(bytes, name));

    /// <summary>Whether something of this path is there.</summary>
    public bool Has(string path) => Guarded(path, 0, () => root.LinkExists(path));

    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public Hdf5Dataset Dataset(string path)
    {
        if (!Has(path))
        {
            var all = Datasets;
            throw all.Contains(path)
                ? new FileFormatException(Path, $"the index of the group of {path} is damaged")
                : SourceFile.NoArray(Path, path, all);
        }
        return Guarded(path, 0, () => root.Get(path)) switch
        {
            NativeDataset dataset => new Hdf5Dataset(this, path, dataset),
            IH5UnresolvedLink link => throw new FileFormatException(
                Path, $"{path} is a link to what is not there ({link.Reason?.Message})", link.Reason),
            _ => throw SourceFile.NoArray(Path, path, Datasets),
        };
    }

    /// <summary>The attributes of a group; <c>""</c> is the root.</summary>
    public Hdf5Attributes AttributesOf(string group) =>
        new(this, group, Guarded($"the group '{group}'", 0, () => group.Length == 0 ? root : root.Get(group)));

    public void Dispose()
    {
        root.Dispose();
        file.Dispose();
    }

    /// <summary>Lets PureHDF work on the file within bounds, and turns its errors into ours.</summary>
    /// <param name="what">What is read, for errors.</param>
    /// <param name="bytes">The size of the result, checked before.</param>
    /// <param name="work">The work.</param>
    /// <param name="chunkRank">Axes of the data set whose chunks are read.</param>
    public T Guarded<T>(string what, long bytes, Func<T> work, int? chunkRank = null)
    {
        lock (turn)
        {
            try
            {
                stream.Allow(bytes);
                blocks.ChunkRank = chunkRank;
                return work();
            }
            catch (Exception e)
            {
                for (var cause = e; cause is not null; cause = cause.InnerException)
                {
                    if (cause is FileFormatException ours)
                        throw ours;
                }
                var reason = e.GetBaseException().Message.TrimEnd('.');
                throw new FileFormatException(Path, reason.StartsWith("Byte order", StringComparison.Ordinal)
                    ? $"{what} is stored in big-endian byte order, which is not read; write it little-endian"
                    : $"{what}: {reason}", e);
            }
        }
    }

    private IEnumerable<string> List(IH5Group group, string path, int depth)
    {
        if (depth > DeepestGroup)
            throw new FileFormatException(Path, $"its groups are nested more than {DeepestGroup} deep, or one holds itself");
        foreach (var child in group.Children())
        {
            if (child.Name.Length == 0 || child.Name.Contains('/'))
                throw new FileFormatException(Path, $"a member of its group '{path}' has the name '{child.Name}'");
            var name = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            if (child is NativeDataset)
                yield return name;
            foreach (var inner in child is NativeGroup next ? List(next, name, depth + 1) : [])
                yield return inner;
        }
    }
}
