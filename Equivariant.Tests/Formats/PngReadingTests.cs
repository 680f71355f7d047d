using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Formats;

public class PngReadingTests
{
    [Fact]
    public void WhatIsWrittenIsReadBack() => Prop.ForAll(
        (from width in Gen.Choose(1, 20)
         from height in Gen.Choose(1, 20)
         from channels in Gen.Choose(1, 4)
         from pixels in Gen.Choose(0, 255).ArrayOf(width * height * channels)
         select (width, height, channels, pixels)).ToArbitrary(), image =>
    {
        var bytes = Array.ConvertAll(image.pixels, value => (byte)value);
        var read = Png.Read(Png.Encode(bytes, image.width, image.height, image.channels));
        Assert.Equal([image.height, image.width, image.channels], read.Samples.Shape.ToArray());
        Assert.Equal(8, read.BitDepth);
        Assert.Null(read.Palette);
        Assert.Equal(bytes, read.Samples.Bytes.ToArray());
    }).Check(Config.QuickThrowOnFailure);

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
    public void OnlyAPaletteHasColoursToLookUp() =>
        Assert.Throws<InvalidOperationException>(() => Png.Read(Png.Encode([1], 1, 1, 1)).PaletteColours());
}
