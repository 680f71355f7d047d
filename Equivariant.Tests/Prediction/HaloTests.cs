namespace Equivariant.Tests.Prediction;

public class HaloTests
{
    [Fact]
    public void LayersInARowAddUp()
    {
        var init = new Initializer(new Rng(1));
        using var same = new Sequential(
            new Conv(2, 1, 1, 3, init, new() { Padding = 1 }), new Conv(2, 1, 1, 5, init, new() { Padding = 4, Dilation = 2 }));
        Assert.Equal(1 + 4, Halo.Of(same, 1));
        using var lines = new Sequential(
            new Conv(2, 1, 1, PerAxis.Create([1, 7]), init, new() { Padding = PerAxis.Create([0, 3]) }),
            new Conv(2, 1, 1, PerAxis.Create([5, 1]), init, new() { Padding = PerAxis.Create([2, 0]) }));
        Assert.Equal(3, Halo.Of(lines, 1));
        using var pooled = new Sequential(new MaxPool(2), new Conv(2, 1, 1, 3, init, new() { Padding = 1 }), new Upsample(2));
        // One coarse cell, and what a coarse cell covers beside a pixel.
        Assert.Equal(2 + 1, Halo.Of(pooled, 1));
        using var beside = new Branches(
            new Conv(2, 1, 1, 3, init, new() { Padding = 1 }), new Conv(2, 1, 1, 7, init, new() { Padding = 3 }));
        Assert.Equal(3, Halo.Of(beside, 1));
    }

    [Fact]
    public void WhatSeesEverythingHasNone()
    {
        var init = new Initializer(new Rng(1));
        using var norm = new Sequential(new Conv(2, 1, 2, 3, init, new() { Padding = 1 }), new InstanceNorm(2, init));
        Assert.Null(Halo.Of(norm, 1));
        using var aligned = new UNet(UNetOptions.Sre(inChannels: 1) with { Widths = [2, 2] }, init);
        Assert.Null(Halo.Of(aligned, 1));
    }

    /// <summary>A change of the image reaches no aligned block further away than the halo, but the next ones.</summary>
    [Theory]
    [InlineData("inception-fcn", null)]
    [InlineData("inception-fcn-paper", null)]
    [InlineData("inception-fcn", "d4")]
    [InlineData("fcn", null)]
    [InlineData("deconvnet", null)]
    [InlineData("unet", null)]
    public void NothingIsSeenFromBeyondTheHalo(string name, string? conv)
    {
        using var network = Samples.Network(name, conv);
        var multiple = network.SizeMultiple;
        var halo = (Halo.Of(network, 1)!.Value + multiple - 1) / multiple * multiple;
        Assert.InRange(halo, 8, 160);
        var size = (2 * halo) + (8 * multiple);
        var edge = size - halo;
        var image = Samples.Image(size, size);
        var predictor = new DensePredictor(network, 1, 2, options: new() { Tile = 0 });
        var before = predictor.Predict(image);
        // All that lies to the right of the kept part and its halo.
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = i % size >= edge ? 1 - image.Pixels[i] : image.Pixels[i];
        var after = predictor.Predict(image);
        var (kept, changed) = (0.0, 0.0);
        for (var i = 0; i < size * size; i++)
        {
            var difference = Math.Abs(before[i] - after[i]);
            if (i % size < edge - halo)
                kept = Math.Max(kept, difference);
            else
                changed = Math.Max(changed, difference);
        }
        Assert.InRange(kept, 0, 1e-6);
        Assert.True(changed > 1e-3, $"{changed}");
    }
}
