using System.Buffers.Binary;
using System.IO.Compression;

namespace Equivariant.Tests.Data;

public class IdxSourceTests : FolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FourFilesAreADataSet(bool zipped)
    {
        WriteFour(zipped);
        var splits = DataSpec.Open("idx:" + Folder.Path);
        Assert.Equal((18, 2, 6), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(([1, 2, 3], 3), (splits.ImageShape, splits.Labels.Classes));
        Assert.Equal([114, 115, 116, 117, 118, 119], splits.Validation.BytesOf(1).ToArray());
        Assert.Equal([18 % 3, 19 % 3], [splits.Validation.LabelOf(0), splits.Validation.LabelOf(1)]);
        splits = DataSpec.Open($"idx:{Folder.Path}?validation=5");
        Assert.Equal((15, 5), (splits.Train.Count, splits.Validation.Count));
    }

    [Fact]
    public void WrongFoldersAreRefused()
    {
        WriteFour(zipped: false);
        Assert.Contains("from 1 to 19", Refusal("?validation=20"));

        WriteIdx(PathOf("t10k-labels-idx1-ubyte"), [0, 1, 2], 3);
        Assert.Contains("6 images and 3 labels", Refusal());
        File.WriteAllBytes(PathOf("t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0]);
        Assert.Contains("cannot be read: it ends inside its header", Refusal());
        WriteIdx(PathOf("t10k-labels-idx1-ubyte"), new byte[6], 2, 3);
        Assert.Contains("1 axes of uint8", Refusal());
        File.Delete(PathOf("t10k-labels-idx1-ubyte"));
        Assert.Contains("holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz", Refusal());
    }

    private string Refusal(string options = "") =>
        Assert.Throws<DataException>(() => DataSpec.Open("idx:" + Folder.Path + options)).Message;

    private void WriteFour(bool zipped)
    {
        var end = zipped ? ".gz" : "";
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("train", 20), ("t10k", 6)])
        {
            WriteIdx(PathOf($"{name}-images-idx3-ubyte{end}"), [.. Enumerable.Range(0, count * 6).Select(i => (byte)i)],
                count, 2, 3);
            WriteIdx(PathOf($"{name}-labels-idx1-ubyte{end}"), [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))],
                count);
        }
    }

    private static void WriteIdx(string path, byte[] values, params int[] shape)
    {
        var header = new byte[4 + (4 * shape.Length)];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (var axis = 0; axis < shape.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * axis)), shape[axis]);
        using Stream file = File.Create(path);
        using var stream = path.EndsWith(".gz") ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write([.. header, .. values]);
    }
}
