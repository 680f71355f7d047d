namespace Equivariant.Tests.Formats;

public class TiffTests
{
    public static TheoryData<int, int, bool, int, bool> Kinds()
    {
        var kinds = new TheoryData<int, int, bool, int, bool>();
        foreach (var channels in (int[])[1, 3])
        {
            foreach (var bits in (int[])[8, 16])
            {
                foreach (var bigEndian in (bool[])[false, true])
                {
                    foreach (var compression in (int[])[1, 8, 32946])
                    {
                        kinds.Add(channels, bits, bigEndian, compression, false);
                        kinds.Add(channels, bits, bigEndian, compression, true);
                    }
                }
            }
        }
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindDecodesToItsSamples(int channels, int bits, bool bigEndian, int compression, bool differences)
    {
        var file = new TiffFile
        {
            Channels = channels,
            Bits = bits,
            BigEndian = bigEndian,
            Compression = compression,
            Differences = differences,
        };
        ushort[][] pages = [Samples(file, 1), Samples(file, 2), Samples(file, 3)];
        using var reader = Tiff.Open(file.Encode(pages));
        Assert.Equal(3, reader.Pages.Count);
        for (var page = 0; page < pages.Length; page++)
        {
            Assert.Equal(new TiffPage(4, 5, channels, bits, WhiteIsZero: false), reader.Pages[page]);
            var samples = reader.Read(page);
            Assert.Equal(bits == 8 ? ElementType.UInt8 : ElementType.UInt16, samples.Type);
            Assert.Equal(channels == 1 ? [4, 5] : new[] { 4, 5, 3 }, samples.Shape.ToArray());
            Assert.Equal(pages[page].Select(sample => (int)sample), samples.ToInt32());
        }
    }

    [Theory]
    [InlineData(259, 4, "CCITT")]
    [InlineData(259, 6, "old JPEG")]
    [InlineData(259, 50000, "Zstandard")]
    [InlineData(258, 24, "24 bits")]
    [InlineData(339, 3, "floating-point samples of 8 bits")]
    [InlineData(339, 5, "sample format 5")]
    [InlineData(274, 6, "orientation 6")]
    [InlineData(262, 8, "photometric interpretation 8")]
    public void WhatIsNotReadIsNamed(int tag, int value, string named)
    {
        var file = new TiffFile { Extra = { [tag] = value } };
        Refused<FileFormatException>(() => Tiff.Open(file.Encode(Samples(file, 1))), named);
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        foreach (var compression in (int[])[1, 8])
        {
            var file = new TiffFile { Compression = compression };
            var bytes = file.Encode(Samples(file, 1), Samples(file, 2));
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<FileFormatException>(() => FormatFiles.ReadAll("tiff", bytes[..length]));
        }
    }

    [Fact]
    public void ABombIsRefusedCheaply()
    {
        var file = new TiffFile { Width = 1, Height = 1, RowsPerStrip = 1, Compression = 8 };
        var bytes = new TiffFile { Compression = 8, Extra = { [256] = 30_000, [257] = 30_000, [278] = 30_000 } }
            .Encode(Samples(new TiffFile(), 1));
        FormatFiles.AssertModest(bytes.Length, () => Assert.Throws<FileFormatException>(() => FormatFiles.ReadAll("tiff", bytes)));
        Assert.Single(FormatFiles.ReadAll("tiff", file.Encode([7])));
    }

    [Fact]
    public void AStripThatAsksForADictionaryIsRefused()
    {
        var bytes = new TiffFile { Compression = 8, RowsPerStrip = 4 }.Encode(Samples(new TiffFile(), 1));
        // The flag for a dictionary in the zlib header behind the file's eight bytes, with the check bits that make it valid.
        bytes[9] = (byte)(0x20 | (31 - (((bytes[8] << 8) | 0x20) % 31)));
        Refused<FileFormatException>(() => FormatFiles.ReadAll("tiff", bytes), "strip 0");
    }

    [Fact]
    public void AFileOnDiskIsReadByPageAndClosed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("stack.tif");
        var file = new TiffFile();
        File.WriteAllBytes(path, file.Encode(Samples(file, 1), Samples(file, 2)));
        using (var reader = Tiff.Open(path))
            Assert.Equal(Samples(file, 2).Select(sample => (int)sample), reader.Read(1).ToInt32());
        File.WriteAllBytes(path, []);
        Assert.Throws<FileFormatException>(() => Tiff.Open(path));
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => Tiff.Open(path));
    }

    internal static ushort[] Samples(TiffFile file, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, file.Width * file.Height * file.Channels)
            .Select(_ => (ushort)random.Next(file.Bits == 8 ? 256 : 65536))];
    }
}
