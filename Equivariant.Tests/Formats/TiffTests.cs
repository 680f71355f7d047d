using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using Tiff = Equivariant.Formats.Tiff;

namespace Equivariant.Tests.Formats;

/// <summary>Kinds of TIFF that microscopes and other programs write, made by LibTiff's own writer.</summary>
public class TiffTests : FolderTests
{
    /// <summary>Strips and tiles, interleaved and in planes, 8 and 16 bits, one channel and three, as they are and as
    /// differences.</summary>
    [Theory]
    [InlineData("wl")]
    [InlineData("wb")]
    [InlineData("wl8")]
    public void EveryKindDecodesToItsSamples(string mode)
    {
        foreach (var compression in (Compression[])
            [Compression.NONE, Compression.LZW, Compression.PACKBITS, Compression.ADOBE_DEFLATE, Compression.DEFLATE])
        {
            for (var kind = 0; kind < 32; kind++)
            {
                var file = new TiffFile
                {
                    Mode = mode,
                    Compression = compression,
                    Tiled = (kind & 1) != 0,
                    Planes = (kind & 2) != 0,
                    Channels = (kind & 4) != 0 ? 3 : 1,
                    Bits = (kind & 8) != 0 ? 16 : 8,
                    // LibTiff writes none for the two, and wrong ones in big-endian.
                    Differences = (kind & 16) != 0 && compression is not (Compression.NONE or Compression.PACKBITS) && mode != "wb",
                };
                AssertDecodes(file, file.Encode(file.Samples(1), file.Samples(2)));
            }
        }
    }

    [Theory]
    [InlineData("wl", Compression.NONE)]
    [InlineData("wb", Compression.NONE)]
    [InlineData("wb", Compression.ADOBE_DEFLATE)]
    [InlineData("wb", Compression.DEFLATE)]
    public void DifferencesOfOtherWritersAreAddedUp(string mode, Compression compression)
    {
        foreach (var (channels, bits) in ((int, int)[])[(1, 8), (1, 16), (3, 8), (3, 16)])
            AssertDifferences(new TiffFile { Mode = mode, Compression = compression, Channels = channels, Bits = bits });
    }

    private static void AssertDifferences(TiffFile file)
    {
        // The tag takes the place of another.
        var bytes = file.Encode(Differences(file.Samples(1)), Differences(file.Samples(2)));
        AssertDecodes(file, TiffFile.Patched(bytes, TiffTag.ORIENTATION, 2, TiffTag.PREDICTOR));

        byte[] Differences(byte[] samples) => file.Bits == 8 ? Subtract<byte>(samples) : Subtract<ushort>(samples);

        byte[] Subtract<T>(byte[] samples) where T : unmanaged, System.Numerics.IBinaryInteger<T>
        {
            var values = MemoryMarshal.Cast<byte, T>(samples.AsSpan());
            for (var i = values.Length - 1; i >= 0; i--)
                values[i] -= i % (file.Width * file.Channels) < file.Channels ? T.Zero : values[i - file.Channels];
            return samples;
        }
    }

    [Theory]
    [InlineData(Compression.NONE)]
    [InlineData(Compression.LZW)]
    public void FloatingPointSamplesComeBack(Compression compression)
    {
        var file = new TiffFile
        {
            Bits = 32,
            Compression = compression,
            More = tiff =>
            {
                tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.IEEEFP);
                if (compression == Compression.LZW)
                    tiff.SetField(TiffTag.PREDICTOR, BitMiracle.LibTiff.Classic.Predictor.FLOATINGPOINT);
            },
        };
        var expected = Enumerable.Range(0, file.Width * file.Height).Select(i => i / 1000f).ToArray();
        using var reader = Tiff.Open(file.Encode(MemoryMarshal.AsBytes(expected.AsSpan()).ToArray()));
        Assert.Equal(ElementType.Float32, reader.Pages[0].Type);
        Assert.Equal(expected, reader.Read(0).ToSingle());
    }

    [Fact]
    public void PalettesAndSingleBitsAreShown()
    {
        var palette = new TiffFile
        {
            Photometric = Photometric.PALETTE,
            More = tiff =>
            {
                ushort[] red = new ushort[256], green = new ushort[256], blue = new ushort[256];
                (red[0], green[1], blue[2]) = (0xFFFF, 0x8080, 0x4040);
                tiff.SetField(TiffTag.COLORMAP, red, green, blue);
            },
        };
        using (var reader = Tiff.Open(palette.Encode([.. Enumerable.Range(0, 37 * 21).Select(i => (byte)(i % 3))])))
            Assert.Equal([255, 0, 0, 0, 128, 0, 0, 0, 64], reader.Read(0).ToInt32()[..9]);

        var bits = new TiffFile { Bits = 1, Photometric = Photometric.MINISWHITE };
        using (var reader = Tiff.Open(bits.Encode([.. Enumerable.Repeat((byte)0xA0, 5 * 21)])))
            Assert.Equal([0, 255, 0, 255], reader.Read(0).ToInt32()[..4]);
    }

    [Theory]
    [InlineData(TiffTag.COMPRESSION, 4, "CCITT")]
    [InlineData(TiffTag.COMPRESSION, 6, "old JPEG")]
    [InlineData(TiffTag.COMPRESSION, 50000, "Zstandard")]
    [InlineData(TiffTag.BITSPERSAMPLE, 24, "24 bits")]
    [InlineData(TiffTag.SAMPLEFORMAT, 3, "floating-point samples of 8 bits")]
    [InlineData(TiffTag.SAMPLEFORMAT, 5, "sample format 5")]
    [InlineData(TiffTag.ORIENTATION, 6, "orientation 6")]
    [InlineData(TiffTag.PHOTOMETRIC, 8, "photometric interpretation 8")]
    public void WhatIsNotReadIsNamed(TiffTag tag, int value, string named)
    {
        var bytes = TiffFile.Patched(new TiffFile().Encode(new TiffFile().Samples(1)), tag, value);
        Refused<FileFormatException>(() => Tiff.Open(bytes), named);
    }

    [Fact]
    public void ABigEndianBigTiffIsNamed() => Refused<FileFormatException>(
        () => Tiff.Open([.. "MM\0\x2B\0\x08\0\0"u8, 0, 0, 0, 0, 0, 0, 0, 16]), "big-endian BigTIFF");

    [Fact]
    public void ABombIsRefusedCheaply()
    {
        var file = new TiffFile { Compression = Compression.ADOBE_DEFLATE, RowsPerStrip = 30 };
        var bytes = file.Encode(file.Samples(1));
        foreach (var tag in (TiffTag[])[TiffTag.IMAGEWIDTH, TiffTag.IMAGELENGTH, TiffTag.ROWSPERSTRIP])
            TiffFile.Patched(bytes, tag, 30_000);
        FormatFiles.AssertModest(bytes.Length, () => Assert.Throws<FileFormatException>(() => FormatFiles.ReadAll("tiff", bytes)));
        var small = file with { Width = 1, Height = 1 };
        Assert.Single(FormatFiles.ReadAll("tiff", small.Encode([7])));
    }

    [Fact]
    public void AStripThatAsksForADictionaryIsRefused()
    {
        var file = new TiffFile { Compression = Compression.ADOBE_DEFLATE, RowsPerStrip = 30 };
        var bytes = file.Encode(file.Samples(1));
        // The flag for a dictionary in the zlib header, with the check bits that make it valid.
        var zlib = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x78, 0x9C]);
        bytes[zlib + 1] = 0x20 | (31 - (0x7820 % 31));
        Refused<FileFormatException>(() => FormatFiles.ReadAll("tiff", bytes), "strip 0");
    }

    [Fact]
    public void AFileOnDiskIsReadByPageAndClosed()
    {
        var (file, path) = (new TiffFile(), PathOf("stack.tif"));
        File.WriteAllBytes(path, file.Encode(file.Samples(1), file.Samples(2)));
        using (var reader = Tiff.Open(path))
            Assert.Equal(file.Samples(2), reader.Read(1).Bytes.ToArray());
        File.WriteAllBytes(path, []);
        Assert.Throws<FileFormatException>(() => Tiff.Open(path));
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => Tiff.Open(path));
    }

    private static void AssertDecodes(TiffFile file, byte[] bytes)
    {
        using var reader = Tiff.Open(bytes);
        var type = file.Bits == 8 ? ElementType.UInt8 : ElementType.UInt16;
        Assert.Equal(Enumerable.Repeat(new TiffPage(21, 37, file.Channels, type, WhiteIsZero: false), 2), reader.Pages);
        for (var page = 0; page < 2; page++)
        {
            var samples = reader.Read(page);
            Assert.Equal(type, samples.Type);
            Assert.Equal(file.Channels == 1 ? [21, 37] : new[] { 21, 37, 3 }, samples.Shape.ToArray());
            Assert.Equal(file.Samples(page + 1), samples.Bytes.ToArray());
        }
    }
}
