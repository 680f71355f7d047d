using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Data.Dense;

public class EmSourceTests
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
        using var folder = Sections(12);
        var data = DataSpec.OpenDense($"em:{folder.Path}?boundary=dark");
        Assert.Equal((10, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal("10.png", data.Test.Load(0).Name);
        for (var i = 0; i < 10; i++)
        {
            var image = data.Train.Load(i);
            Assert.Equal((3, 4, 1), (image.Height, image.Width, image.Channels));
            Assert.Equal(i / 255f, image.Pixels[0]);
            Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], image.Labels);
        }
        var bright = DataSpec.OpenDense($"em:{folder.Path}?boundary=bright&train=0&test=11").Test.Load(0);
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], bright.Labels);
    }

    [Fact]
    public void PolarityIsNeverGuessed()
    {
        using var folder = Sections(3);
        var message = Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}"), "boundary=dark").Message;
        Assert.DoesNotContain('\n', message);
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=black"), "dark or bright");
    }

    [Fact]
    public void ImagesWithoutLabelsAreAskedForByName()
    {
        using var folder = Sections(3);
        Directory.Delete(Path.Combine(folder.Path, "label"), recursive: true);
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark"), "label");
        var image = DataSpec.OpenDense($"em:{folder.Path}?labels=none").Train.Load(0);
        Assert.All(image.Labels, label => Assert.Equal(DenseImage.Ignored, label));
    }

    [Fact]
    public void TwoTiffStacksAreImagesAndLabels()
    {
        using var folder = new TemporaryFolder();
        var file = new TiffFile { Width = 5, Height = 4, Bits = 16, Compression = Compression.ADOBE_DEFLATE };
        byte[][] pages = [file.Samples(1), file.Samples(2), file.Samples(3)];
        File.WriteAllBytes(folder.File("train-volume.tif"), file.Encode(pages));
        var labels = new TiffFile { Width = 5, Height = 4, Photometric = Photometric.MINISWHITE };
        var ones = new byte[20];
        ones[3] = 255;
        File.WriteAllBytes(folder.File("train-labels.tif"), labels.Encode(ones, ones, ones));
        var test = DataSpec.OpenDense($"em:{folder.Path}?boundary=dark&train=0-1").Test.Load(0);
        Assert.Equal(MemoryMarshal.Cast<byte, ushort>(pages[2]).ToArray().Select(value => value / 65535f), test.Pixels);
        // White is zero: the one sample of 255 is black, so it is the boundary.
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i == 3 ? (byte)1 : (byte)0), test.Labels);
        Assert.Equal("train-volume.tif page 3", test.Name);
    }

    [Fact]
    public void ALevelMayMarkWhatNobodyLabelled()
    {
        using var folder = Sections(3);
        Write(folder, "label", "1.png", [0, 128, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark").Train.Images().ToArray(), "1.png");
        var image = DataSpec.OpenDense($"em:{folder.Path}?boundary=dark&ignore=128").Train.Load(1);
        Assert.Equal([1, 255, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], image.Labels);
    }

    [Fact]
    public void PairsThatDoNotFitAreRefused()
    {
        using var folder = Sections(3);
        File.Move(Path.Combine(folder.Path, "label", "2.png"), Path.Combine(folder.Path, "label", "3.png"));
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark"), "3.png");
        File.Delete(Path.Combine(folder.Path, "label", "3.png"));
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark"), "3 images");
        Png.Write(Path.Combine(folder.Path, "label", "2.png"), new byte[6], 2, 3, 1);
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark").Test.Load(0), "3×2");
        File.WriteAllText(Path.Combine(folder.Path, "image", "2.png"), "no image");
        Refused<DataException>(() => DataSpec.OpenDense($"em:{folder.Path}?boundary=dark").Test.Load(0), "2.png");
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

    private static TemporaryFolder Sections(int count)
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < count; i++)
        {
            Write(folder, "image", $"{i}.png", [(byte)i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
            Write(folder, "label", $"{i}.png", [0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
        }
        return folder;
    }

    private static void Write(TemporaryFolder folder, string sub, string name, byte[] pixels)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, sub));
        Png.Write(Path.Combine(folder.Path, sub, name), pixels, 4, 3, 1);
    }
}
