using System.Text;

namespace Equivariant.Tests.Formats;

/// <summary>On three small files that h5py 3.7 (HDF5 1.10) wrote, with old and new structures.</summary>
public class Hdf5Tests
{
    internal const string Latest = "cremi_gzip_shuffle_latest.h5", Earliest = "cremi_gzip_earliest.h5", Misc = "misc_latest.h5";

    [Theory]
    [InlineData(Latest)]
    [InlineData(Earliest)]
    public void SectionsAreTheSameAsTheWhole(string name)
    {
        using var file = Open(name);
        foreach (var path in (string[])["volumes/raw", "volumes/labels/neuron_ids"])
        {
            var dataset = file.Dataset(path);
            var whole = dataset.Read();
            var section = whole.Bytes.Length / whole.Shape[0];
            for (var first = 0; first <= whole.Shape[0]; first++)
            {
                for (var count = 0; first + count <= whole.Shape[0]; count++)
                {
                    var part = dataset.ReadSections(first, count);
                    Assert.Equal([count, .. whole.Shape[1..]], part.Shape.ToArray());
                    Assert.True(part.Bytes.SequenceEqual(whole.Bytes.Slice(first * section, count * section)));
                }
            }
            Assert.Throws<ArgumentOutOfRangeException>(() => dataset.ReadSections(3, 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => dataset.ReadSections(-1, 2));
        }
    }

    [Fact]
    public void BothAgesOfTheFormatHoldTheSame()
    {
        var (old, latest) = (FormatFiles.ReadAll("hdf5", PathOf(Earliest)), FormatFiles.ReadAll("hdf5", PathOf(Latest)));
        Assert.All(latest, array => Assert.True(FormatFiles.Same(array.Value, old[array.Key]), array.Key));
        using var file = Open(Latest);
        Assert.Equal([40, 4, 4], file.Dataset("volumes/raw").Attributes.Numbers("resolution")!.ToDouble());
        Assert.Equal("0.2", Assert.Single(file.AttributesOf("").Texts("file_format")!));
    }

    [Fact]
    public void ManyMembersFillValuesAndGrowingDataAreRead()
    {
        using var file = Open(Misc);
        Assert.Equal(40, file.Datasets.Count(path => path.StartsWith("many/", StringComparison.Ordinal)));
        Assert.Equal(49, Assert.Single(file.Dataset("many/d07").Read().ToInt32()));
        Assert.Equal("float64 []", file.Dataset("scalar").Read().ToString());
        Assert.Equal("uint8 [4, 9, 9]", file.Dataset("resizable").Read().ToString());
        Refused<KeyNotFoundException>(() => file.Dataset("many/d99"), "many/d99");
    }

    [Fact]
    public async Task SeveralThreadsMayRead()
    {
        using var file = Open(Latest);
        var dataset = file.Dataset("volumes/labels/neuron_ids");
        var whole = dataset.Read();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Assert.True(dataset.ReadSections(i % 4, 1).Bytes.SequenceEqual(whole.Bytes.Slice(i % 4 * 540 * 8, 540 * 8))))));
    }

    [Fact]
    public void AGroupThatHoldsItselfIsRefusedAsAList()
    {
        // The address of the first member's object header becomes that of the root.
        var bytes = Bytes(Earliest);
        var root = BitConverter.ToInt64(bytes, 64);
        var node = bytes.AsSpan().IndexOf("SNOD"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(node + 16), root);
        // Nothing of the group it was is kept beside the address.
        bytes.AsSpan(node + 24, 24).Clear();
        using var file = Hdf5File.Open(bytes);
        Refused<FileFormatException>(() => file.Datasets, "holds itself");
    }

    [Fact]
    public void TheChecksumIsLookup3()
    {
        Assert.Equal(0xdeadbeefu, Lookup3.Of([]));
        Assert.Equal(0x17770551u, Lookup3.Of(Encoding.ASCII.GetBytes("Four score and seven years ago")));
    }

    [Fact]
    public void WhatIsNoHdf5FileIsRefused() =>
        Refused<FileFormatException>(() => Hdf5File.Open(new byte[5000]), "signature");

    internal static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    private static Hdf5File Open(string name) => Hdf5File.Open(PathOf(name));

    private static string PathOf(string file) => Golden.PathOf($"formats/valid/hdf5/{file}");
}
