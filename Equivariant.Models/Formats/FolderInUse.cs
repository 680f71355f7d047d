namespace Equivariant.Formats;

/// <summary>
/// A folder that one writer has for itself, as long as this lives: a file <c>.in-use</c> in it is held open without sharing, and
/// deleted at the end. If the process dies, the system lets go of the file, and the next writer takes it over.
/// </summary>
internal sealed class FolderInUse : IDisposable
{
    private readonly FileStream file;

    private FolderInUse(FileStream file) => this.file = file;

    /// <summary>Takes a folder, which is made if needed.</summary>
    /// <exception cref="IOException">Another writer has it, or it cannot be written: one sentence says which folder and
    /// why.</exception>
    public static FolderInUse Take(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.Combine(path, ".in-use");
        try
        {
            Directory.CreateDirectory(path);
            return new(new FileStream(
                name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What else can go wrong with a file that is there has an exception of its own.
            if (e.GetType() == typeof(IOException) && File.Exists(name))
                throw new IOException($"'{path}' is being written by another process; wait for it, or choose another folder.", e);
            throw new IOException($"'{path}' cannot be written: {AtomicFile.Reason(e, name)}.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
