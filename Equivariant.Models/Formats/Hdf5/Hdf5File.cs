namespace Equivariant.Formats;

/// <summary>An HDF5 file that is open to read: its data sets by path.</summary>
public sealed class Hdf5File : IDisposable
{
    private const int DeepestGroup = 64;

    private readonly FileBytes file;
    private readonly OrderedDictionary<string, long> datasets = [];
    private readonly Dictionary<string, long> groups = [];
    private readonly Hdf5Space space;

    internal Hdf5File(FileBytes file)
    {
        this.file = file;
        try
        {
            (space, var root) = Hdf5Superblock.Read(file);
            List("", root, [], 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The paths of all data sets, e.g. <c>volumes/raw</c>, in the file's order.</summary>
    public IEnumerable<string> Datasets => datasets.Keys;

    /// <summary>Whether there is a data set of this path.</summary>
    public bool Has(string path) => datasets.ContainsKey(path);

    /// <summary>A data set.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    /// <exception cref="FileFormatException">It is damaged, or uses what this reader does not know; the message names
    /// it.</exception>
    public Hdf5Dataset Dataset(string path) => datasets.TryGetValue(path, out var address)
        ? new Hdf5Dataset(path, new Hdf5ObjectHeader(space, address))
        : throw MissingArray.Error(Path, path, [.. datasets.Keys]);

    /// <summary>The attributes of a group; <c>""</c> is the root.</summary>
    /// <exception cref="KeyNotFoundException">There is no such group.</exception>
    /// <exception cref="FileFormatException">They are damaged.</exception>
    public Hdf5Attributes AttributesOf(string group) => groups.TryGetValue(group, out var address)
        ? new Hdf5Attributes(new Hdf5ObjectHeader(space, address))
        : throw MissingArray.Error(Path, group, [.. groups.Keys]);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void List(string path, long address, HashSet<long> seen, int depth)
    {
        if (depth > DeepestGroup)
            throw space.Error($"its groups are nested more than {DeepestGroup} deep");
        var header = new Hdf5ObjectHeader(space, address);
        if (Hdf5Links.Of(header) is { } links)
        {
            // A group may have several names, and may hold itself: it is listed once.
            if (!seen.Add(address))
                return;
            groups[path] = address;
            foreach (var (name, child) in links)
                List(path.Length == 0 ? name : $"{path}/{name}", child, seen, depth + 1);
        }
        else if (header.Has(Hdf5Message.Layout))
        {
            datasets.TryAdd(path, address);
        }
        else if (depth == 0)
        {
            throw space.Error("its root is no group");
        }
    }
}
