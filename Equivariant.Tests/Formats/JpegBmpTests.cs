using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Tests.Formats;

public class JpegBmpTests : FolderTests
{
    private static readonly TiffFile JpegInTiff = new()
    {
        Compression = Compression.JPEG,
        RowsPerStrip = 24,
        More = tiff => tiff.SetField(TiffTag.JPEGQUALITY, 95),
    };

    private static readonly byte[] Levels =
        [.. Enumerable.Range(0, JpegInTiff.Width * JpegInTiff.Height)
            .Select(i => (byte)((i % JpegInTiff.Width * 3) + (i / JpegInTiff.Width)))];

    [Fact]
    public void JpegIsReadWithSmallDifferencesAloneAndInTiff()
    {
        using var tiff = Equivariant.Formats.Tiff.Open(JpegTiffFile(rowsPerStrip: 8));
        foreach (var image in (NdArray[])[Jpeg.Read(JpegFile()), tiff.Read(0)])
        {
            Assert.Equal([21, 37], image.Shape.ToArray());
            Assert.All(Levels.Zip(image.ToInt32()), pair => Assert.InRange(pair.Second - pair.First, -12, 12));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void ABmpImageIsReadExactly(int bits)
    {
        var image = Bmp.Read(BmpFile(bits));
        Assert.Equal([21, 37, 3], image.Shape.ToArray());
        Assert.Equal(Levels.SelectMany(level => new int[] { level, level, level }), image.ToInt32());
    }

    [Fact]
    public void FormatsAreToldByTheFirstBytes()
    {
        var files = new[] { JpegFile(), BmpFile(24), Png.Encode(Levels, 37, 21, 1), [1, 2] };
        for (var i = 0; i < files.Length; i++)
            File.WriteAllBytes(PathOf($"{i}.png"), files[i]);
        Assert.Equal([ImageFormat.Jpeg, ImageFormat.Bmp, ImageFormat.Png],
            Enumerable.Range(0, 3).Select(i => ImageFormats.Of(PathOf($"{i}.png"))));
        Refused<FileFormatException>(() => ImageFormats.Of(PathOf("3.png")), "no PNG, TIFF, JPEG or BMP");
    }

    internal static byte[] JpegTiffFile(int rowsPerStrip) => (JpegInTiff with { RowsPerStrip = rowsPerStrip }).Encode(Levels);

    /// <summary>LibTiff's JPEG encoder leaves the tables and the one strip apart; together they are a JPEG file.</summary>
    internal static byte[] JpegFile()
    {
        using var tiff = LibTiff.ClientOpen("test", "r", new MemoryStream(JpegTiffFile(24)), new TiffStream());
        var tables = tiff.GetField(TiffTag.JPEGTABLES)[1].ToByteArray();
        var strip = new byte[tiff.RawStripSize(0)];
        tiff.ReadRawStrip(0, strip, 0, strip.Length);
        return [.. tables[..^2], .. strip[2..]];
    }

    internal static byte[] BmpFile(int bits)
    {
        const int Width = 37, Height = 21;
        var palette = bits == 8 ? 1024 : 0;
        var row = ((Width * bits / 8) + 3) / 4 * 4;
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        foreach (var number in (int[])[54 + palette + (row * Height), 0, 54 + palette, 40, Width, Height, 1 | (bits << 16)])
            writer.Write(number);
        writer.Write(new byte[24]);
        for (var i = 0; i < palette / 4; i++)
            writer.Write(i * 0x10101);
        for (var y = Height - 1; y >= 0; y--)
        {
            var line = new byte[row];
            for (var x = 0; x < Width * bits / 8; x++)
                line[x] = Levels[(y * Width) + (x * 8 / bits)];
            writer.Write(line);
        }
        return file.ToArray();
    }
}
