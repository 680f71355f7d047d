namespace Equivariant.Tests.Support;

/// <summary>A folder of its own for one test, removed with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("equivariant-tests-").FullName;

    public int Count => Directory.GetFileSystemEntries(Path).Length;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Tests that write files: each has a folder.</summary>
public abstract class FolderTests : IDisposable
{
    internal TemporaryFolder Folder { get; } = new();

    public virtual void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string PathOf(string name) => Folder.File(name);
}
