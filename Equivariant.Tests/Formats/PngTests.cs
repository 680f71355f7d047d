using FsCheck;
using FsCheck.Fluent;
using StbImageSharp;

namespace Equivariant.Tests.Formats;

/// <summary>Written images are decoded by our reader, and by StbImageSharp.</summary>
public class PngTests : FolderTests
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
            var read = Png.Read(file);
            Assert.Equal([image.height, image.width, image.channels], read.Samples.Shape.ToArray());
            Assert.Equal((8, null), (read.BitDepth, read.Palette));
            Assert.Equal(image.pixels, read.Samples.Bytes.ToArray());
            var other = ImageResult.FromMemory(file);
            Assert.Equal((image.width, image.height, image.channels), (other.Width, other.Height, (int)other.Comp));
            Assert.Equal(image.pixels, other.Data);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void SixteenBitGreyIsReadBack()
    {
        ushort[] values = [0, 1, 255, 256, 65535, 40000];
        var read = Png.Read(Png.Encode(values, 3, 2));
        Assert.Equal(16, read.BitDepth);
        Assert.Equal(values, read.Samples.As<ushort>().ToArray());
        Assert.Throws<ArgumentException>(() => Png.Encode(values, 3, 3));
    }

    [Fact]
    public void SmoothImagesAreFiltered()
    {
        var gradient = Enumerable.Range(0, 256 * 256).Select(i => (byte)(i / 256 + i % 256)).ToArray();
        Assert.True(Png.Encode(gradient, 256, 256, 1).Length < 2000);
    }

    [Fact]
    public void FileAndAddressHoldTheSameImage()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0];
        var file = Png.Encode(pixels, 2, 1, 3);
        Png.Write(PathOf("a.png"), pixels, 2, 1, 3);
        Assert.Equal(file, File.ReadAllBytes(PathOf("a.png")));
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
}
