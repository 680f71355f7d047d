using Equivariant.Metrics;
using Xunit.Abstractions;

namespace Equivariant.Tests.Data.Dense;

public class SyntheticEmTests(ITestOutputHelper output)
{
    [Fact]
    public void AnImageFollowsFromSeedSetAndIndexAlone()
    {
        var (few, many) = (DataSpec.OpenDense("synthetic:em?size=64&train=2&test=1"), DataSpec.OpenDense("synthetic:em?size=64"));
        Assert.Equal((20, 5, 2), (many.Train.Count, many.Test.Count, many.Classes));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(many.Train.Load(i).Pixels, few.Train.Load(i).Pixels);
            Assert.Equal(many.Train.Load(i).Labels, few.Train.Load(i).Labels);
            Assert.NotEqual(many.Train.Load(i).Pixels, many.Test.Load(i).Pixels);
        }
        var other = DataSpec.OpenDense("synthetic:em?size=64&train=2&test=1&seed=2");
        Assert.NotEqual(few.Train.Load(0).Pixels, other.Train.Load(0).Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Test.Load(1));
    }

    /// <summary>Darkness tells something of the membranes, but far from all: a network has something to learn.</summary>
    [Fact]
    public void MembranesAreAFewPixelsWideAndAThresholdAloneDoesNotFindThem()
    {
        foreach (var image in DataSpec.OpenDense("synthetic:em?size=128&train=4&test=1").Train.Images())
        {
            Assert.All(image.Pixels, value => Assert.InRange(value, 0, 1));
            Assert.All(image.Labels, label => Assert.InRange(label, 0, 1));
            var share = image.Labels.Average(label => (double)label);
            var auc = RocAuc.Binary([.. image.Labels.Select(label => (int)label)], [.. image.Pixels.Select(value => -value)]);
            output.WriteLine($"{image.Name}: {share:P1} membrane, AUC of darkness {auc:F3}");
            Assert.InRange(share, 0.1, 0.35);
            Assert.InRange(auc, 0.7, 0.95);
        }
    }

    /// <summary>Borders cross rows, columns and both diagonals equally often, within the scatter of many images.</summary>
    [Fact]
    public void NoDirectionIsPreferred()
    {
        const int Size = 128;
        var crossings = new double[4];
        foreach (var image in DataSpec.OpenDense($"synthetic:em?size={Size}&train=40&test=1&cell=16").Train.Images())
        {
            (int Down, int Right)[] steps = [(0, 3), (3, 0), (2, 2), (2, -2)];
            for (var s = 0; s < 4; s++)
            {
                for (var y = 3; y < Size - 3; y++)
                {
                    for (var x = 3; x < Size - 3; x++)
                    {
                        var other = ((y + steps[s].Down) * Size) + x + steps[s].Right;
                        crossings[s] += Math.Pow(image.Pixels[(y * Size) + x] - image.Pixels[other], 2);
                    }
                }
            }
        }
        output.WriteLine(string.Join(" ", crossings.Select(c => c / crossings[0])));
        Assert.InRange(crossings[1] / crossings[0], 0.97, 1.03);
        Assert.InRange(crossings[3] / crossings[2], 0.97, 1.03);
    }

    [Fact]
    public void ALargeSetIsDrawnAsItIsNeeded()
    {
        var set = DataSpec.OpenDense("synthetic:em?size=1024&train=100&test=1").Train;
        Assert.False(set.InMemory);
        Assert.Equal(100, set.Count);
    }

    [Theory]
    [InlineData("synthetic:em?size=8", "size")]
    [InlineData("synthetic:em?slices=3", "slices")]
    [InlineData("synthetic:shapes", "synthetic:em")]
    [InlineData("nothing:at-all", "synthetic:em")]
    public void WhatItDoesNotHaveIsRefused(string spec, string named) =>
        Refused<DataException>(() => DataSpec.OpenDense(spec), named);
}
