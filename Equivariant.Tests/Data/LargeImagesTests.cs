namespace Equivariant.Tests.Data;

/// <summary>Images that no single array can hold are read, kept and handed out by blocks, the same as small ones.</summary>
public sealed class LargeImagesTests : FolderTests
{
    private string Set => PathOf("x.npz");

    [Theory]
    [InlineData(5, 4, 3)]
    [InlineData(5, 4, 3, 3)]
    [InlineData(5, 4, 4, 1)]
    [InlineData(5, 2, 4, 3)]
    public void TheSizeOfTheBlocksDoesNotShow(params int[] shape)
    {
        Write(shape);
        var (whole, _, _) = Read(NpzSplits.UsualBlock);
        foreach (var block in new[] { 1, 30, 100 })
        {
            var (train, _, _) = Read(block);
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(whole.BytesOf(i), train.BytesOf(i));
                Assert.Equal(Sets.Image(whole, i), Sets.Image(train, i));
            }
            var range = train.Range(1, 3).Range(1, 2);
            Assert.Equal(whole.BytesOf(3), range.BytesOf(1));
            Assert.Equal(whole.LabelOf(3), range.LabelOf(1));
        }
    }

    [Fact]
    public void MoreThanTwoGibibytesAreHandedOut()
    {
        // The blocks are one and the same array: only their number counts.
        const int perBlock = 1000, blocks = 60;
        var shape = new Shape(3, 112, 112);
        var pixels = new byte[perBlock * shape.Count];
        pixels[^1] = 51;
        var set = ImageSet.FromBlocks("large", [.. Enumerable.Repeat((ReadOnlyMemory<byte>)pixels, blocks)], perBlock, shape,
            new int[blocks * perBlock], Sets.TwoClasses);
        Assert.Equal((blocks * perBlock, true), (set.Count, set.Count * shape.Count > int.MaxValue));
        Assert.Equal(51, set.BytesOf(set.Count - 1)[^1]);
        Assert.Equal(0.2f, Sets.Image(set.Range(set.Count - 2, 2), 1)[^1]);
        Assert.Equal(0, set.BytesOf(set.Count - 2)[^1]);
    }

    [Fact]
    public void BlocksMustBeFull() => Refused<DataException>(() => ImageSet.FromBlocks("s", [new byte[8], new byte[8]], 3, [1, 2, 2], new int[4], Sets.TwoClasses),
        "block 0 holds 8 bytes");

    [Fact]
    public void WhatMemoryCannotHoldIsRefusedBeforeItIsRead()
    {
        Write(5, 40, 30);
        var message = Refused<DataException>(() => DataSpec.Open("npz:" + Set, new DataOptions { MemoryLimit = 18_000 }),
            "unpacks to 18.4 kB of images, more than the 18 kB of memory").Message;
        Assert.Equal(5, DataSpec.Open("npz:" + Set, new DataOptions { MemoryLimit = 19_000 }).Train.Count);

        File.WriteAllText(PathOf("pathmnist_224.npz"), "never read");
        message = Assert.Throws<DataException>(() => DataSpec.Open(
            "medmnist:pathmnist?size=224", new DataOptions { Folder = Folder.Path, MemoryLimit = 8_000_000_000 })).Message;
        Assert.Contains("16.1 GB", message);
        Assert.Contains("medmnist:pathmnist?size=128", message);
    }

    [Fact]
    public void DamageInImagesIsNoticed()
    {
        Write(5, 40, 30);
        var bytes = File.ReadAllBytes(Set);
        // Stored, so that a byte of the pixels can be found and changed.
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[100, 101, 102, 103, 104]);
        bytes[at]++;
        File.WriteAllBytes(Set, bytes);
        Refused<DataException>(() => DataSpec.Open("npz:" + Set), "does not match its checksum");
    }

    private void Write(params int[] shape)
    {
        var count = shape.Aggregate(1, (product, extent) => product * extent);
        var images = NdArray.From([.. Enumerable.Range(0, count).Select(i => (byte)i)], shape);
        var labels = NdArray.From([.. Enumerable.Range(0, shape[0]).Select(i => (byte)(i % 2))], shape[0], 1);
        Npz.Write(Set, Sets.Splits(images, labels), compress: false);
    }

    private (ImageSet Train, ImageSet Validation, ImageSet Test) Read(int block) =>
        NpzSplits.Read(Set, null, "", _ => Sets.TwoClasses, new DataOptions(), block);
}
