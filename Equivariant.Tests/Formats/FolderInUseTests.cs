namespace Equivariant.Tests.Formats;

public class FolderInUseTests : FolderTests
{
    [Fact]
    public void TheSecondWriterIsRefusedUntilTheFirstIsDone()
    {
        var path = PathOf("made");
        using (FolderInUse.Take(path))
        {
            Assert.Equal($"'{path}' is being written by another process; wait for it, or choose another folder.",
                Assert.Throws<IOException>(() => FolderInUse.Take(path)).Message);
            // Others are not concerned.
            FolderInUse.Take(PathOf("other")).Dispose();
        }
        Assert.Empty(Directory.GetFiles(path));
        FolderInUse.Take(path).Dispose();
    }

    [Fact]
    public void WhatADeadWriterLeftIsNoObstacle()
    {
        File.WriteAllText(PathOf(".in-use"), "");
        FolderInUse.Take(Folder.Path).Dispose();
        Assert.Equal(0, Folder.Count);
    }

    [Fact]
    public void AFileInTheWayIsNamed()
    {
        var path = PathOf("file");
        File.WriteAllText(path, "x");
        var message = Assert.Throws<IOException>(() => FolderInUse.Take(path)).Message;
        Assert.StartsWith($"'{path}' cannot be written: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", message, StringComparison.Ordinal);
    }
}
