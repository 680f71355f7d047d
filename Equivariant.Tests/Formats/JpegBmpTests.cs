using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Tests.Formats;

public class JpegBmpTests
{
    private const int Width = TiffKindsTests.Width, Height = TiffKindsTests.Height;

    private static readonly byte[] Levels =
        [.. Enumerable.Range(0, Width * Height).Select(i => (byte)((i % Width * 3) + (i / Width)))];

    [Fact]
    public void AJpegImageIsReadWithSmallDifferences()
    {
        var image = Jpeg.Read(JpegFile());
        Assert.Equal([Height, Width], image.Shape.ToArray());
        Assert.All(Levels.Zip(image.ToInt32()), pair => Assert.InRange(pair.Second - pair.First, -12, 12));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void ABmpImageIsReadExactly(int bits)
    {
        var image = Bmp.Read(BmpFile(bits));
        Assert.Equal([Height, Width, 3], image.Shape.ToArray());
        Assert.Equal(Levels.SelectMany(level => new int[] { level, level, level }), image.ToInt32());
    }

    [Fact]
    public async Task EveryCutIsRefused()
    {
        foreach (var (read, file) in Kinds())
        {
            for (var length = 0; length < file.Length; length++)
            {
                // A guard against hanging, not a measurement.
                await Task.Run(() => Assert.Throws<FileFormatException>(() => read(file[..length])))
                    .WaitAsync(TimeSpan.FromMinutes(1));
            }
        }
    }

    [Fact]
    public async Task DamageIsRefusedOrHarmless()
    {
        var random = new Random(1);
        foreach (var (read, file) in Kinds())
        {
            for (var trial = 0; trial < 3000; trial++)
            {
                var damaged = file.ToArray();
                for (var i = random.Next(5); i >= 0; i--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                await Task.Run(() => FormatFiles.AssertModest(damaged.Length, () =>
                {
                    try
                    {
                        read(damaged);
                    }
                    catch (FileFormatException)
                    {
                        // Refused, as it should be.
                    }
                })).WaitAsync(TimeSpan.FromMinutes(1));
            }
        }
    }

    [Fact]
    public void FormatsAreToldByTheFirstBytes()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("image"));
        var files = new[] { JpegFile(), BmpFile(24), Png.Encode(Levels, Width, Height, 1) };
        for (var i = 0; i < files.Length; i++)
            File.WriteAllBytes(folder.File($"{i}.png"), files[i]);
        Assert.Equal([ImageFormat.Jpeg, ImageFormat.Bmp, ImageFormat.Png],
            Enumerable.Range(0, 3).Select(i => ImageFormats.Of(folder.File($"{i}.png"))));
        File.WriteAllBytes(folder.File("3.png"), [1, 2]);
        Refused<FileFormatException>(() => ImageFormats.Of(folder.File("3.png")), "no PNG, TIFF, JPEG or BMP");
    }

    private static IEnumerable<(Func<byte[], NdArray> Read, byte[] File)> Kinds() =>
        [(bytes => Jpeg.Read(bytes), JpegFile()), (bytes => Bmp.Read(bytes), BmpFile(8)),
            (bytes => Bmp.Read(bytes), BmpFile(24))];

    /// <summary>LibTiff's JPEG encoder leaves the tables and the one strip apart; together they are a JPEG file.</summary>
    private static byte[] JpegFile()
    {
        using var tiff = LibTiff.ClientOpen("test", "r", new MemoryStream(TiffKindsTests.JpegFile(Levels, 24)), new TiffStream());
        var tables = tiff.GetField(TiffTag.JPEGTABLES)[1].ToByteArray();
        var strip = new byte[tiff.RawStripSize(0)];
        tiff.ReadRawStrip(0, strip, 0, strip.Length);
        return [.. tables[..^2], .. strip[2..]];
    }

    private static byte[] BmpFile(int bits)
    {
        var palette = bits == 8 ? 1024 : 0;
        var row = ((Width * bits / 8) + 3) / 4 * 4;
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        writer.Write(54 + palette + (row * Height));
        writer.Write(0);
        writer.Write(54 + palette);
        writer.Write(40);
        writer.Write(Width);
        writer.Write(Height);
        writer.Write((short)1);
        writer.Write((short)bits);
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
