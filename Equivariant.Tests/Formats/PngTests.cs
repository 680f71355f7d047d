using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Formats;

/// <summary>Written images are decoded again by a small decoder written from the specification.</summary>
public class PngTests
{
    [Fact]
    public void PixelsSurvive()
    {
        var images =
            from width in Gen.Choose(1, 20)
            from height in Gen.Choose(1, 20)
            from channels in Gen.Choose(1, 4)
            from smooth in Gen.Elements(true, false)
            from seed in Gen.Choose(0, int.MaxValue)
            select (width, height, channels, pixels: Pixels(width * height * channels, smooth, seed));
        Prop.ForAll(images.ToArbitrary(), image =>
        {
            var file = Png.Encode(image.pixels, image.width, image.height, image.channels);
            Assert.Equal((image.width, image.height, image.channels), Decode(file, out var pixels));
            Assert.Equal(image.pixels, pixels);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SmoothImagesAreFiltered()
    {
        var gradient = Enumerable.Range(0, 256 * 256).Select(i => (byte)(i / 256 + i % 256)).ToArray();
        Assert.True(Png.Encode(gradient, 256, 256, 1).Length < 2000);
    }

    [Fact]
    public void FileStreamAndAddressHoldTheSameImage()
    {
        using var folder = new TemporaryFolder();
        byte[] pixels = [255, 0, 0, 0, 255, 0];
        var file = Png.Encode(pixels, 2, 1, 3);
        Png.Write(folder.File("a.png"), pixels, 2, 1, 3);
        Assert.Equal(file, File.ReadAllBytes(folder.File("a.png")));
        Assert.Equal(file, RoundTripTests.Bytes(stream => Png.Write(stream, pixels, 2, 1, 3)));
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(file), Png.ToDataUri(pixels, 2, 1, 3));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(2, 2, 5)]
    [InlineData(2, 2, 3)]
    [InlineData(int.MaxValue, int.MaxValue, 4)]
    public void SizesMustFitThePixels(int width, int height, int channels) =>
        Assert.ThrowsAny<ArgumentException>(() => Png.Encode(new byte[4], width, height, channels));

    private static byte[] Pixels(int count, bool smooth, int seed)
    {
        var pixels = new byte[count];
        new Random(seed).NextBytes(pixels);
        return smooth ? [.. pixels.Select((p, i) => (byte)(i * (1 + seed % 3) + (p & 1)))] : pixels;
    }

    private static (int Width, int Height, int Channels) Decode(byte[] file, out byte[] pixels)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var checksum = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length));
            Assert.Equal(SlowCrc(file.AsSpan(at + 4, length + 4)), checksum);
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(c => c.Type));
        var header = chunks[0].Data;
        var width = BinaryPrimitives.ReadInt32BigEndian(header);
        var height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        Assert.Equal(8, header[8]);
        var channels = header[9] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        Assert.Equal([0, 0, 0], header[10..]);

        using var inflate = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        pixels = new byte[width * height * channels];
        for (var row = 0; row < height; row++)
        {
            var filter = inflate.ReadByte();
            Assert.InRange(filter, 0, 2);
            for (var x = 0; x < width * channels; x++)
            {
                var at = row * width * channels + x;
                var left = x < channels ? 0 : pixels[at - channels];
                var above = row == 0 ? 0 : pixels[at - width * channels];
                pixels[at] = (byte)(inflate.ReadByte() + (filter == 1 ? left : filter == 2 ? above : 0));
            }
        }
        Assert.Equal(-1, inflate.ReadByte());
        return (width, height, channels);
    }

    /// <summary>CRC-32 as long division, bit by bit.</summary>
    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var b in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((((uint)b >> bit) ^ remainder) % 2 * 0xEDB88320u);
        }
        return ~remainder;
    }
}
