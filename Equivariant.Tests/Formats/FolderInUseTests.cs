namespace Equivariant.Tests.Formats;

public class FolderInUseTests
{
    [Fact]
    public void TheSecondWriterIsRefusedUntilTheFirstIsDone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("made");
        using (FolderInUse.Take(path))
        {
            Assert.Equal($"'{path}' is being written by another process; wait for it, or choose another folder.",
                Assert.Throws<IOException>(() => FolderInUse.Take(path)).Message);
            // Others are not concerned.
            FolderInUse.Take(folder.File("other")).Dispose();
        }
        Assert.Empty(Directory.GetFiles(path));
        FolderInUse.Take(path).Dispose();
    }

    [Fact]
    public void WhatADeadWriterLeftIsNoObstacle()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(".in-use"), "");
        FolderInUse.Take(folder.Path).Dispose();
        Assert.Equal(0, folder.Count);
    }

    [Fact]
    public void AFileInTheWayIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("file");
        File.WriteAllText(path, "x");
        var message = Assert.Throws<IOException>(() => FolderInUse.Take(path)).Message;
        Assert.StartsWith($"'{path}' cannot be written: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", message, StringComparison.Ordinal);
    }
}
