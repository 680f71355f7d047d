namespace Equivariant.Tests.Formats;

public class AtomicFileTests
{
    [Fact]
    public void WritesAndReplaces()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.txt");
        AtomicFile.WriteAllText(path, "first");
        AtomicFile.WriteAllText(path, "zweite größe");
        Assert.Equal("zweite größe", File.ReadAllText(path));
        Assert.Equal(1, folder.Count);
    }

    [Fact]
    public void FailureLeavesTheEarlierFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.txt");
        AtomicFile.WriteAllText(path, "first");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("the writer failed");
        }));
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal(1, folder.Count);
    }

    [Fact]
    public void MissingFolderIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "no folder", "a.txt");
        Assert.Equal(
            $"'{path}' cannot be written: the folder '{Path.GetDirectoryName(path)}' does not exist.",
            Assert.Throws<IOException>(() => AtomicFile.WriteAllText(path, "x")).Message);
    }

    [Fact]
    public void FolderInTheWayIsNamedAndStays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");
        Directory.CreateDirectory(path);
        Assert.Equal(
            $"'{path}' cannot be written: a folder of that name is in the way.",
            Assert.Throws<IOException>(() => AtomicFile.WriteAllText(path, "x")).Message);
        Assert.Equal(1, folder.Count);
    }

    [Fact]
    public void FullDiskIsSaidSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");
        // Linux has a device that is always full; elsewhere the error of Windows is made by hand.
        var error = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, _ =>
        {
            if (!File.Exists("/dev/full"))
                throw new IOException("There is not enough space on the disk.", unchecked((int)0x80070070));
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[10]);
            full.Flush(flushToDisk: true);
        }));
        Assert.Equal($"'{path}' cannot be written: the disk is full.", error.Message);
        Assert.Equal(0, folder.Count);
    }
}
