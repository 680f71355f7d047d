using System.Buffers.Binary;
using System.IO.Compression;

namespace Equivariant.Tests.Data;

public class IdxSourceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FourFilesAreADataSet(bool zipped)
    {
        using var folder = Folder(zipped);
        var splits = DataSpec.Open("idx:" + folder.Path);
        Assert.Equal((18, 2, 6), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal(([1, 2, 3], 3), (splits.ImageShape, splits.Labels.Classes));
        Assert.Equal([114, 115, 116, 117, 118, 119], splits.Validation.BytesOf(1).ToArray());
        Assert.Equal([18 % 3, 19 % 3], [splits.Validation.LabelOf(0), splits.Validation.LabelOf(1)]);
        splits = DataSpec.Open($"idx:{folder.Path}?validation=5");
        Assert.Equal((15, 5), (splits.Train.Count, splits.Validation.Count));
    }

    [Fact]
    public void WrongFoldersAreRefused()
    {
        using var folder = Folder(zipped: false);
        OpenRefused(folder, "from 1 to 19", "?validation=20");

        WriteIdx(folder.File("t10k-labels-idx1-ubyte"), [0, 1, 2], 3);
        OpenRefused(folder, "6 images and 3 labels");
        File.WriteAllBytes(folder.File("t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0]);
        OpenRefused(folder, "cannot be read: it ends inside its header");
        WriteIdx(folder.File("t10k-labels-idx1-ubyte"), new byte[6], 2, 3);
        OpenRefused(folder, "1 axes of uint8");
        File.Delete(folder.File("t10k-labels-idx1-ubyte"));
        OpenRefused(folder, "holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
    }

    private static void OpenRefused(TemporaryFolder folder, string reason, string options = "") =>
        Refused<DataException>(() => DataSpec.Open("idx:" + folder.Path + options), reason);

    private static TemporaryFolder Folder(bool zipped)
    {
        var folder = new TemporaryFolder();
        var end = zipped ? ".gz" : "";
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("train", 20), ("t10k", 6)])
        {
            WriteIdx(folder.File($"{name}-images-idx3-ubyte{end}"), [.. Enumerable.Range(0, count * 6).Select(i => (byte)i)],
                count, 2, 3);
            WriteIdx(folder.File($"{name}-labels-idx1-ubyte{end}"), [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))],
                count);
        }
        return folder;
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
