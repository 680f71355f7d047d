using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Data.Dense;

public class EmSourceTests : FolderTests
{
    [Fact]
    public void NumbersAreOrderedByValue()
    {
        string[] names = ["a10.png", "a2.png", "a1.png", "a02b.png", "b.png", "a", "10.png", "9.png"];
        Assert.Equal(["9.png", "10.png", "a", "a1.png", "a2.png", "a02b.png", "a10.png", "b.png"],
            ImageStack.NaturalOrder(names));
    }

    [Fact]
    public void SectionsAreReadInOrderWithTheirLabels()
    {
        WriteSections(12);
        var data = DataSpec.OpenDense($"em:{Folder.Path}?boundary=dark");
        Assert.Equal((10, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal("10.png", data.Test.Load(0).Name);
        for (var i = 0; i < 10; i++)
        {
            var image = data.Train.Load(i);
            Assert.Equal((3, 4, 1), (image.Height, image.Width, image.Channels));
            Assert.Equal(i / 255f, image.Pixels[0]);
            Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], image.Labels);
        }
        var bright = DataSpec.OpenDense($"em:{Folder.Path}?boundary=bright&train=0&test=11").Test.Load(0);
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], bright.Labels);
    }

    [Fact]
    public void PolarityIsNeverGuessed()
    {
        WriteSections(3);
        var message = Refusal($"em:{Folder.Path}");
        Assert.Contains("boundary=dark", message);
        Assert.DoesNotContain('\n', message);
        Assert.Contains("dark or bright", Refusal($"em:{Folder.Path}?boundary=black"));
    }

    [Fact]
    public void ImagesWithoutLabelsAreAskedForByName()
    {
        WriteSections(3);
        Directory.Delete(PathOf("label"), recursive: true);
        Assert.Contains("label", Refusal($"em:{Folder.Path}?boundary=dark"));
        var image = DataSpec.OpenDense($"em:{Folder.Path}?labels=none").Train.Load(0);
        Assert.All(image.Labels, label => Assert.Equal(DenseImage.Ignored, label));
    }

    [Fact]
    public void TwoTiffStacksAreImagesAndLabels()
    {
        var file = new TiffFile { Width = 5, Height = 4, Bits = 16, Compression = Compression.ADOBE_DEFLATE };
        byte[][] pages = [file.Samples(1), file.Samples(2), file.Samples(3)];
        File.WriteAllBytes(PathOf("train-volume.tif"), file.Encode(pages));
        var labels = new TiffFile { Width = 5, Height = 4, Photometric = Photometric.MINISWHITE };
        var ones = new byte[20];
        ones[3] = 255;
        File.WriteAllBytes(PathOf("train-labels.tif"), labels.Encode(ones, ones, ones));
        var test = DataSpec.OpenDense($"em:{Folder.Path}?boundary=dark&train=0-1").Test.Load(0);
        Assert.Equal(MemoryMarshal.Cast<byte, ushort>(pages[2]).ToArray().Select(value => value / 65535f), test.Pixels);
        // White is zero: the one sample of 255 is black, so it is the boundary.
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i == 3 ? (byte)1 : (byte)0), test.Labels);
        Assert.Equal("train-volume.tif page 3", test.Name);
    }

    [Fact]
    public void ALevelMayMarkWhatNobodyLabelled()
    {
        WriteSections(3);
        Write("label", "1.png", [0, 128, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
        Refused<DataException>(() => DataSpec.OpenDense($"em:{Folder.Path}?boundary=dark").Train.Images().ToArray(), "1.png");
        var image = DataSpec.OpenDense($"em:{Folder.Path}?boundary=dark&ignore=128").Train.Load(1);
        Assert.Equal([1, 255, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], image.Labels);
    }

    [Fact]
    public void PairsThatDoNotFitAreRefused()
    {
        WriteSections(3);
        File.Move(PathOf("label/2.png"), PathOf("label/3.png"));
        Assert.Contains("3.png", Refusal($"em:{Folder.Path}?boundary=dark"));
        File.Delete(PathOf("label/3.png"));
        Assert.Contains("3 images", Refusal($"em:{Folder.Path}?boundary=dark"));
        Png.Write(PathOf("label/2.png"), new byte[6], 2, 3, 1);
        Assert.Contains("3×2", Refusal($"em:{Folder.Path}?boundary=dark"));
        File.WriteAllText(PathOf("image/2.png"), "no image");
        Assert.Contains("2.png", Refusal($"em:{Folder.Path}?boundary=dark"));
    }

    [Theory]
    [InlineData("em:/nowhere/at/all?boundary=dark", "no folder")]
    [InlineData("em:.?boundary=dark", "image and label")]
    [InlineData("em:.?polarity=dark", "no option")]
    public void WhatIsMissingIsNamed(string spec, string named) =>
        Refused<DataException>(() => DataSpec.OpenDense(spec), named);

    [DataFact, Trait("Length", "Full")]
    public void Isbi2012Opens()
    {
        var data = DataSpec.OpenDense(
            $"em:{Path.Combine(Golden.DataFolder!, "isbi2012")}?boundary=dark&train=0-23&test=24-29");
        Assert.Equal((24, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal("29.png", data.Test.Load(5).Name);
        foreach (var image in data.Test.Images())
        {
            Assert.Equal((512, 512), (image.Height, image.Width));
            Assert.InRange(image.Labels.Average(label => (double)label), 0.1, 0.35);
        }
    }

    private static string Refusal(string spec) => Assert.Throws<DataException>(() => DataSpec.OpenDense(spec).Test.Load(0)).Message;

    private void WriteSections(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Write("image", $"{i}.png", [(byte)i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
            Write("label", $"{i}.png", [0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
        }
    }

    private void Write(string sub, string name, byte[] pixels)
    {
        Directory.CreateDirectory(PathOf(sub));
        Png.Write(PathOf($"{sub}/{name}"), pixels, 4, 3, 1);
    }
}
