namespace Equivariant.Tests.Formats;

public class AtomicFileTests : FolderTests
{
    [Fact]
    public void WritesAndReplaces()
    {
        var path = PathOf("a.txt");
        AtomicFile.WriteAllText(path, "first");
        AtomicFile.WriteAllText(path, "zweite größe");
        Assert.Equal("zweite größe", File.ReadAllText(path));
        Assert.Equal(1, Folder.Count);
    }

    [Fact]
    public void FailureLeavesTheEarlierFileAndNothingElse()
    {
        var path = PathOf("a.txt");
        AtomicFile.WriteAllText(path, "first");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("the writer failed");
        }));
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal(1, Folder.Count);
    }

    [Fact]
    public void WhatIsInTheWayIsNamedAndStays()
    {
        var missing = Path.Combine(Folder.Path, "no folder", "a.txt");
        Assert.Equal($"'{missing}' cannot be written: the folder '{Path.GetDirectoryName(missing)}' does not exist.",
            Assert.Throws<IOException>(() => AtomicFile.WriteAllText(missing, "x")).Message);
        var path = PathOf("a");
        Directory.CreateDirectory(path);
        Assert.Equal($"'{path}' cannot be written: a folder of that name is in the way.",
            Assert.Throws<IOException>(() => AtomicFile.WriteAllText(path, "x")).Message);
        Assert.Equal(1, Folder.Count);
    }

    [Fact]
    public void FullDiskIsSaidSo()
    {
        var path = PathOf("a");
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
        Assert.Equal(0, Folder.Count);
    }
}
