using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Tests.Formats;

/// <summary>Kinds of TIFF that microscopes and other programs write, made by LibTiff's own writer.</summary>
public class TiffKindsTests
{
    internal const int Width = 37, Height = 21;

    public static TheoryData<string, Compression, bool, bool, bool> Kinds()
    {
        var kinds = new TheoryData<string, Compression, bool, bool, bool>();
        foreach (var mode in (string[])["wl", "wb", "wl8"])
        {
            foreach (var compression in (Compression[])
                [Compression.NONE, Compression.LZW, Compression.PACKBITS, Compression.ADOBE_DEFLATE])
            {
                kinds.Add(mode, compression, false, false, false);
                kinds.Add(mode, compression, true, false, true);
                kinds.Add(mode, compression, true, true, false);
                kinds.Add(mode, compression, false, true, true);
            }
        }
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SamplesComeBackAsTheyWere(string mode, Compression compression, bool tiled, bool planes, bool sixteen)
    {
        var channels = planes ? 3 : 1;
        var expected = Samples(Width * Height * channels * (sixteen ? 2 : 1));
        var bytes = Encode(mode, tiff =>
        {
            Describe(tiff, compression, channels, sixteen ? 16 : 8, channels == 3 ? Photometric.RGB : Photometric.MINISBLACK);
            if (planes)
                tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.SEPARATE);
            Write(tiff, expected, channels, sixteen ? 2 : 1, tiled, planes);
        });
        using var reader = Equivariant.Formats.Tiff.Open(bytes);
        var read = reader.Read(0);
        Assert.Equal(sixteen ? ElementType.UInt16 : ElementType.UInt8, read.Type);
        Assert.Equal(planes ? [Height, Width, 3] : new[] { Height, Width }, read.Shape.ToArray());
        Assert.Equal(expected, read.Bytes.ToArray());
    }

    [Theory]
    [InlineData(Compression.NONE)]
    [InlineData(Compression.LZW)]
    public void FloatingPointSamplesComeBack(Compression compression)
    {
        var expected = Enumerable.Range(0, Width * Height).Select(i => i / 1000f).ToArray();
        var bytes = Encode("wl", tiff =>
        {
            Describe(tiff, compression, 1, 32, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.IEEEFP);
            if (compression == Compression.LZW)
                tiff.SetField(TiffTag.PREDICTOR, BitMiracle.LibTiff.Classic.Predictor.FLOATINGPOINT);
            Write(tiff, MemoryMarshal.AsBytes(expected.AsSpan()).ToArray(), 1, 4, tiled: false, planes: false);
        });
        using var reader = Equivariant.Formats.Tiff.Open(bytes);
        Assert.Equal(TiffSampleFormat.Float, reader.Pages[0].Format);
        Assert.Equal(expected, reader.Read(0).ToSingle());
    }

    [Fact]
    public void ABigEndianBigTiffIsNamed() => Refused<FileFormatException>(
        () => Equivariant.Formats.Tiff.Open([.. "MM\0\x2B\0\x08\0\0"u8, 0, 0, 0, 0, 0, 0, 0, 16]), "big-endian BigTIFF");

    [Fact]
    public void JpegIsReadWithSmallDifferences()
    {
        var expected = Enumerable.Range(0, Width * Height).Select(i => (byte)((i % Width * 3) + (i / Width))).ToArray();
        var bytes = JpegFile(expected);
        using var reader = Equivariant.Formats.Tiff.Open(bytes);
        Assert.All(expected.Zip(reader.Read(0).ToInt32()), pair => Assert.InRange(pair.Second - pair.First, -12, 12));
    }

    [Fact]
    public void PalettesAndSingleBitsAreShown()
    {
        var indices = Enumerable.Range(0, Width * Height).Select(i => (byte)(i % 3)).ToArray();
        var palette = Encode("wl", tiff =>
        {
            Describe(tiff, Compression.NONE, 1, 8, Photometric.PALETTE);
            ushort[] red = new ushort[256], green = new ushort[256], blue = new ushort[256];
            (red[0], green[1], blue[2]) = (0xFFFF, 0x8080, 0x4040);
            tiff.SetField(TiffTag.COLORMAP, red, green, blue);
            Write(tiff, indices, 1, 1, tiled: false, planes: false);
        });
        using (var reader = Equivariant.Formats.Tiff.Open(palette))
            Assert.Equal([255, 0, 0, 0, 128, 0, 0, 0, 64], reader.Read(0).ToInt32()[..9]);

        var bits = Encode("wl", tiff =>
        {
            Describe(tiff, Compression.NONE, 1, 1, Photometric.MINISWHITE);
            for (var y = 0; y < Height; y++)
                tiff.WriteScanline([0xA0, 0, 0, 0, 0], y);
        });
        using (var reader = Equivariant.Formats.Tiff.Open(bits))
            Assert.Equal([0, 255, 0, 255], reader.Read(0).ToInt32()[..4]);
    }

    /// <summary>Cut files and ones with changed bytes are refused or read, at a bounded cost.</summary>
    [Theory]
    [InlineData(Compression.NONE, true)]
    [InlineData(Compression.LZW, true)]
    [InlineData(Compression.LZW, false)]
    [InlineData(Compression.PACKBITS, true)]
    [InlineData(Compression.ADOBE_DEFLATE, true)]
    [InlineData(Compression.JPEG, false)]
    public async Task DamageIsRefusedOrHarmless(Compression compression, bool tiled)
    {
        var samples = Samples(Width * Height);
        var sample = compression == Compression.JPEG ? JpegFile(samples) : Encode("wl8", tiff =>
        {
            Describe(tiff, compression, 1, 8, Photometric.MINISBLACK);
            Write(tiff, samples, 1, 1, tiled, planes: false);
        });
        // A guard against hanging, not a measurement.
        await Task.Run(() =>
        {
            var random = new Random(1);
            for (var trial = 0; trial < 2000; trial++)
            {
                var damaged = sample.ToArray();
                for (var i = random.Next(5); i >= 0; i--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                if (trial % 4 == 0)
                    damaged = damaged[..random.Next(damaged.Length)];
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    FormatFiles.ReadAll("tiff", damaged);
                }
                catch (FileFormatException)
                {
                    // Refused, as it should be.
                }
                // Colours take 7 bytes a pixel on the way, and deflate packs 1032 to 1.
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000 + (8 * 1032L * damaged.Length));
            }
        }).WaitAsync(TimeSpan.FromMinutes(2));
    }

    internal static byte[] JpegFile(byte[] samples, int rowsPerStrip = 8) => Encode("wl", tiff =>
    {
        Describe(tiff, Compression.JPEG, 1, 8, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rowsPerStrip);
        tiff.SetField(TiffTag.JPEGQUALITY, 95);
        Write(tiff, samples, 1, 1, tiled: false, planes: false);
    });

    private static byte[] Samples(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static void Describe(LibTiff tiff, Compression compression, int channels, int bits, Photometric photometric)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, channels);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.COMPRESSION, compression);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.ROWSPERSTRIP, 5);
    }

    private static void Write(LibTiff tiff, byte[] samples, int channels, int size, bool tiled, bool planes)
    {
        const int Tile = 16;
        if (tiled)
        {
            tiff.SetField(TiffTag.TILEWIDTH, Tile);
            tiff.SetField(TiffTag.TILELENGTH, Tile);
        }
        var perBlock = planes ? 1 : channels;
        for (var plane = 0; plane < channels / perBlock; plane++)
        {
            if (!tiled)
            {
                for (var y = 0; y < Height; y++)
                    tiff.WriteScanline(Block(plane, 0, y, Width, 1), y, (short)plane);
                continue;
            }
            for (var y = 0; y < Height; y += Tile)
            {
                for (var x = 0; x < Width; x += Tile)
                    tiff.WriteTile(Block(plane, x, y, Tile, Tile), 0, x, y, 0, (short)plane);
            }
        }

        byte[] Block(int plane, int x0, int y0, int width, int height)
        {
            var block = new byte[width * height * perBlock * size];
            for (var i = 0; i < block.Length; i++)
            {
                var (y, x, rest) = (y0 + (i / (width * perBlock * size)), x0 + (i / (perBlock * size) % width),
                    i % (perBlock * size));
                if (y < Height && x < Width)
                    block[i] = samples[(((y * Width) + x) * channels * size) + (plane * size) + rest];
            }
            return block;
        }
    }

    private static byte[] Encode(string mode, Action<LibTiff> write)
    {
        var stream = new MemoryStream();
        using (var tiff = LibTiff.ClientOpen("test", mode, stream, new TiffStream()))
        {
            write(tiff);
            tiff.WriteDirectory();
        }
        return stream.ToArray();
    }
}
