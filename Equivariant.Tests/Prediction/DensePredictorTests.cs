using Equivariant.Comparison;

namespace Equivariant.Tests.Prediction;

public class DensePredictorTests
{
    [Theory]
    [InlineData("inception-fcn", null, 296, 248, 32)]
    [InlineData("inception-fcn-paper", null, 250, 203, 64)]
    [InlineData("inception-fcn", "d4", 215, 264, 40)]
    [InlineData("fcn", null, 211, 130, 50)]
    [InlineData("deconvnet", null, 192, 141, 16)]
    [InlineData("unet", null, 200, 161, 48)]
    public void TilesGiveWhatTheWholeImageGives(string name, string? conv, int height, int width, int tile)
    {
        using var network = Samples.Network(name, conv);
        var image = Samples.Image(height, width);
        var whole = new DensePredictor(network, 1, 2, options: new() { Tile = 0 }).Predict(image);
        var tiled = new DensePredictor(network, 1, 2, options: new() { Tile = tile }).Predict(image);
        Assert.InRange(Samples.Difference(whole, tiled), 0, 1e-5);
        var area = height * width;
        Assert.All(Enumerable.Range(0, area), i => Assert.Equal(1, whole[i] + whole[area + i], 1e-5));
        // Not all alike: else any mistake of places would pass.
        Assert.True(whole.Take(area).Max() - whole.Take(area).Min() > 0.005);
    }

    [Fact]
    public void ANetworkThatSeesTheWholeImageIsNotCutIntoTiles()
    {
        using var network = new UNet(UNetOptions.Sre(inChannels: 1) with { Widths = [2, 2] }, new Initializer(new Rng(1)));
        var image = Samples.Image(20, 20);
        Refused<ArgumentException>(() => new DensePredictor(network, 1, 2, options: new() { Tile = 8 }).Predict(image),
            "sees the whole image");
        Assert.Equal(2 * 400, new DensePredictor(network, 1, 2).Predict(image).Length);
        Refused<ArgumentOutOfRangeException>(
            () => new DensePredictor(network, 1, 2, options: new() { Tile = -1 }), "not negative");
    }

    [Fact]
    public void MemoryIsBoundedByTheTile()
    {
        using var device = new CpuDevice();
        using var network = new ModelConfig { Name = "inception-fcn", Width = 4, Classes = 2 }
            .Create(new Initializer(new Rng(3), device));
        var image = Samples.Image(640, 512);
        var whole = Peak(0);
        var tiled = Peak(64);
        Assert.True(tiled < 0.4 * whole, $"{tiled} of {whole} bytes");

        long Peak(int tile)
        {
            device.ResetPeak();
            new DensePredictor(network, 1, 2, device, new() { Tile = tile }).Predict(image);
            return device.Memory.PeakLiveBytes;
        }
    }

    /// <summary>Whatever the network, eight copies together follow every turn and mirror image.</summary>
    [Theory]
    [InlineData(TestTimeAugmentation.Mean, 48, 32)]
    [InlineData(TestTimeAugmentation.Vote, 48, 32)]
    [InlineData(TestTimeAugmentation.Mean, 37, 50)]
    public void EightCopiesTogetherAreExact(TestTimeAugmentation augmentation, int height, int width)
    {
        using var network = Samples.Network("inception-fcn");
        var image = Samples.Image(height, width);
        var turned = Turned(network, image, augmentation);
        // Where the sizes fit, the same eight images are predicted, to the bit; else padding is off by half a pixel.
        if (height % 8 == 0 && width % 8 == 0)
            Assert.All(turned.Differences().Values, difference => Assert.InRange(difference, 0, 1e-6));
        Assert.Contains(Turned(network, image, TestTimeAugmentation.None).Differences().Values, difference => difference > 0.01);
    }

    [Fact]
    public void VotesAreEighths()
    {
        using var network = Samples.Network("inception-fcn");
        var votes = new DensePredictor(network, 1, 2, options: new() { Augmentation = TestTimeAugmentation.Vote })
            .Predict(Samples.Image(24, 24));
        Assert.All(votes, vote => Assert.Equal(Math.Round(8 * vote), 8 * vote));
        Assert.All(Enumerable.Range(0, 576), i => Assert.Equal(1, votes[i] + votes[576 + i]));
    }

    [Theory]
    [InlineData("inception-fcn-exact", 48, 48, true)]
    [InlineData("inception-fcn-exact", 40, 64, true)]
    [InlineData("inception-fcn-exact", 44, 46, true)]
    [InlineData("inception-fcn-paper", 48, 48, false)]
    [InlineData("inception-fcn", 48, 48, false)]
    public void OnlyTheExactModelsOutputTurnsWithTheImage(string name, int height, int width, bool exact)
    {
        using var network = Samples.Network(name);
        var differences = Turned(network, Samples.Image(height, width), TestTimeAugmentation.None).Differences();
        Assert.Equal(8, differences.Count);
        if (exact)
            Assert.All(differences.Values, difference => Assert.InRange(difference, 0, 1e-4));
        else
            Assert.All(differences.Where(d => d.Key != SignedPermutation.Identity(2).Name), d => Assert.True(d.Value > 1e-2));
    }

    [Theory]
    [InlineData(100, 8, 24, 16)]
    [InlineData(96, 8, 96, 16)]
    [InlineData(7, 8, 8, 8)]
    [InlineData(1, 4, 4, 4)]
    [InlineData(4096, 8, 512, 64)]
    [InlineData(4093, 16, 500, 80)]
    [InlineData(130, 8, 8, 64)]
    [InlineData(300, 4, 0, 0)]
    public void TilesCoverAnAxisOnceAndSeeWhatTheyNeed(int extent, int multiple, int tile, int halo)
    {
        var frame = Frame.Around(extent, multiple);
        var tiles = frame.Tiles(tile, halo, multiple);
        var (start, end) = (-frame.Before, frame.Padded - frame.Before);
        Assert.Equal(Enumerable.Range(0, extent), tiles.SelectMany(t => Enumerable.Range(t.Start, t.End - t.Start)));
        Assert.All(tiles, t => Assert.Equal(0, t.SeenCount % multiple));
        Assert.All(tiles, t => Assert.Equal(0, (t.SeenStart - start) % multiple));
        Assert.All(tiles, t => Assert.Equal(tiles[0].SeenCount, t.SeenCount));
        Assert.All(tiles, t => Assert.InRange(t.SeenStart, start, Math.Max(start, t.Start - halo)));
        Assert.All(tiles, t => Assert.InRange(t.SeenStart + t.SeenCount, Math.Min(end, t.End + halo), end));
        if (tile > 0)
            Assert.InRange(tiles[0].SeenCount, 1, Frame.RoundUp(tile, multiple) + (2 * halo));
    }

    private static TurnedOutputs Turned(Module network, DenseImage image, TestTimeAugmentation augmentation) =>
        TurnedOutputs.Of(new DensePredictor(network, 1, 2, options: new() { Augmentation = augmentation }), image);
}
