using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Formats;

/// <summary>What is written is what is read.</summary>
public class RoundTripTests : FolderTests
{
    [Fact]
    public void NpyKeepsEveryArray() => Prop.ForAll(ArrayGenerator.One.ToArbitrary(), array =>
    {
        var bytes = Bytes(stream => Npy.Write(stream, array));
        return (bytes.Length - array.Bytes.Length) % 64 == 0 && FormatFiles.Same(array, Npy.Read(bytes));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NpzKeepsEveryArrayAndTheirOrder(bool compress) => Prop.ForAll(ArrayGenerator.Several.ToArbitrary(), arrays =>
    {
        var bytes = Bytes(stream => Npz.Write(stream, arrays, compress));
        using var reader = Npz.Open(bytes);
        return reader.Names.SequenceEqual(arrays.Keys) && SameArrays(arrays, reader.ReadAll());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SafeTensorsKeepEveryArrayAlignedAndEveryNote() => Prop.ForAll(
        ArrayGenerator.Several.ToArbitrary(),
        ArbMap.Default.ArbFor<Dictionary<NonNull<string>, NonNull<string>>>(),
        (arrays, notes) =>
        {
            var metadata = notes.ToDictionary(n => n.Key.Get, n => n.Value.Get);
            var bytes = Bytes(stream => SafeTensors.Write(stream, arrays, metadata));
            using var reader = SafeTensors.Open(bytes);
            return IsAligned(bytes, arrays.Values) && SameArrays(arrays, reader.ReadAll())
                && arrays.All(a => reader.ShapeOf(a.Key).SequenceEqual(a.Value.Shape))
                && metadata.Count == reader.Metadata.Count
                && metadata.All(n => reader.Metadata[n.Key] == n.Value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FilesOnDiskRoundTripAndEqualInputGivesEqualBytes()
    {
        var arrays = new Dictionary<string, NdArray>
        {
            ["w"] = NdArray.From([1.5f, -2f, float.NaN], 3),
            ["n"] = NdArray.From([1L, long.MinValue], 2, 1),
        };
        var (npz, safe, npy) = (PathOf("a.npz"), PathOf("a.safetensors"), PathOf("a.npy"));
        Npz.Write(npz, arrays);
        SafeTensors.Write(safe, arrays, new Dictionary<string, string> { ["epoch"] = "3" });
        Npy.Write(npy, arrays["w"]);
        Assert.True(SameArrays(arrays, Npz.ReadAll(npz)));
        Assert.True(SameArrays(arrays, SafeTensors.ReadAll(safe)));
        Assert.True(FormatFiles.Same(arrays["w"], Npy.Read(npy)));

        var first = File.ReadAllBytes(npz);
        Npz.Write(npz, arrays);
        Assert.Equal(first, File.ReadAllBytes(npz));
        Assert.Equal(3, Folder.Count);
    }

    [Fact]
    public void NamesThatCannotBeStoredAreRefused()
    {
        var scalar = NdArray.From([1f]);
        KeyValuePair<string, NdArray>[] twice = [new("a", scalar), new("a", scalar)];
        Assert.Throws<ArgumentException>(() => Npz.Write(new MemoryStream(), twice));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(new MemoryStream(), twice));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(new MemoryStream(), [new("__metadata__", scalar)]));
    }

    internal static byte[] Bytes(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static bool IsAligned(byte[] file, IEnumerable<NdArray> arrays)
    {
        var offset = 8 + BitConverter.ToInt64(file);
        return offset % 8 == 0 && arrays.OrderByDescending(a => a.Type.Size()).All(a =>
            (offset += a.Bytes.Length) % a.Type.Size() == 0);
    }

    private static bool SameArrays(IReadOnlyDictionary<string, NdArray> a, IReadOnlyDictionary<string, NdArray> b) =>
        a.Count == b.Count && a.All(x => FormatFiles.Same(x.Value, b[x.Key]));
}
