namespace Equivariant.Tests.Networks;

public class NetworkTests
{
    private static Initializer Init => new(new Rng(1));

    [Theory]
    [InlineData(18, new[] { 9, 9, 5, 5 }, 3_996_105)]
    [InlineData(18, new[] { 3, 3, 3, 3 }, 2_628_041)]
    [InlineData(18, new[] { 5, 5, 5, 5 }, 3_848_649)]
    [InlineData(18, new[] { 7, 7, 7, 7 }, 5_069_257)]
    [InlineData(18, new[] { 9, 9, 9, 9 }, 6_289_865)]
    [InlineData(34, new[] { 9, 9, 5, 5 }, 7_517_897)]
    [InlineData(34, new[] { 3, 3, 3, 3 }, 4_880_073)]
    [InlineData(50, new[] { 9, 9, 5, 5 }, 16_128_457)]
    [InlineData(50, new[] { 3, 3, 3, 3 }, 14_715_337)]
    public void SreResNetsHaveThePapersNumberOfParameters(int depth, int[] kernels, int parameters)
    {
        using var network = new ResNet(ResNetOptions.Sre(9) with { Depth = depth, StageKernels = kernels }, Init);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Fact]
    public void TheMedMnistResNetHasItsNumberOfParameters()
    {
        using var network = new ResNet(new() { Classes = 9 }, Init);
        Assert.Equal(11_173_449, network.ParameterCount);
    }

    [Fact]
    public void TheFullBandRuleHasOneBandMore()
    {
        using var network = new ResNet(
            ResNetOptions.Sre(9) with { Kind = RingConvs.SreOf(BandRule.Full, SreInit.HeFanOut) }, Init);
        Assert.Equal(5_216_905, network.ParameterCount);
    }

    /// <summary>As many weights as with sharp rings, and a width for each of the 67 rings.</summary>
    [Fact]
    public void TheGmrResNetHasAWidthMoreForEveryRing()
    {
        using var network = new ModelConfig { Name = "sre-resnet18", Conv = "gmr", InChannels = 3, Classes = 10 }.Create(Init);
        Assert.Equal(3_996_685, network.ParameterCount);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(64, true)]
    [InlineData(40, true)]
    [InlineData(28, false)]
    [InlineData(30, false)]
    [InlineData(31, false)]
    [InlineData(33, false)]
    public void TheSizeRuleSaysWhichSizesTheSreResNetKeeps(int size, bool exact)
    {
        using var network = new ModelConfig { Name = "sre-resnet18", Width = 4, Classes = 9 }.Create(Init);
        var report = ExactnessReport.Of(network, [1, 1, size, size]);
        Assert.Equal(exact, report.Exact);
        if (!exact)
        {
            Assert.Contains("AvgPool", report.BrokenBy);
            Assert.All(report.NearestSizes, near => Assert.Equal(0, near % 8));
            Assert.NotEmpty(report.NearestSizes);
        }
    }

    /// <summary>What the rule says is what is measured, also where it says that something breaks.</summary>
    [Theory]
    [InlineData("small-cnn", "sre", 16, true)]
    [InlineData("small-cnn", "sre", 18, false)]
    [InlineData("small-cnn", "gmr", 16, true)]
    [InlineData("small-cnn", "gmr", 18, false)]
    [InlineData("small-cnn", "plain", 16, false)]
    [InlineData("sre-resnet18", "sre", 16, true)]
    [InlineData("sre-resnet18", "sre", 14, false)]
    [InlineData("vgg11", "sre", 16, true)]
    [InlineData("vgg11", "d4", 16, true)]
    [InlineData("vgg11", "sre", 24, false)]
    [InlineData("resnet18", "sre", 17, true)]
    [InlineData("resnet18", "sre", 16, false)]
    [InlineData("resnet18", "plain", 17, false)]
    public void DeclarationAndMeasurementAgree(string name, string conv, int size, bool exact)
    {
        using var network = new ModelConfig { Name = name, Conv = conv, Width = 8, Classes = 4 }.Create(Init);
        Assert.Equal(exact, ExactnessReport.Of(network, [1, 1, size, size]).Exact);
        var errors = EquivarianceError.Measure(network, [2, 1, size, size], new Rng(2));
        Assert.Equal(7, errors.Count);
        if (exact)
            Assert.All(errors.Values, error => Assert.InRange(error, 0, 1e-4));
        else
            Assert.Contains(errors.Values, error => error > 1e-3);
    }

    [Fact]
    public void WhatNoNetworkCanBeIsRefused()
    {
        var config = new ModelConfig { Name = "small-cnn", Classes = 2 };
        Refused<ArgumentException>(() => (config with { KernelSizes = [] }).Create(Init), "one kernel size, not []");
        Refused<ArgumentException>(() => (config with { KernelSizes = [4] }).Create(Init), "kernel size 4 is even");
        Refused<ArgumentException>(() => (config with { KernelSizes = [4], Conv = "sre" }).Create(Init), "4×4 is even");
        Refused<ArgumentException>(() => (config with { Name = "resnet18", KernelSizes = [3, 3] }).Create(Init), "[3,3]");
        using var network = config.Create(Init);
        Refused(() => ExactnessReport.Of(network, [1, 1, 32, 24]), "[1,1,32,24]");
        Refused(() => EquivarianceError.Measure(network, [1, 1, 24, 32], new Rng(1)), "[1,1,24,32]");
    }

    [Fact]
    public void VolumesAreKeptUnderAllFortyEight()
    {
        var config = new ModelConfig { Name = "small-cnn", Conv = "sre", Width = 4, KernelSizes = [3], Classes = 3, Rank = 3 };
        using var network = config.Create(Init);
        Assert.True(ExactnessReport.Of(network, [1, 1, 8, 8, 8]).Exact);
        var errors = EquivarianceError.Measure(network, [1, 1, 8, 8, 8], new Rng(2));
        Assert.Equal(47, errors.Count);
        Assert.All(errors.Values, error => Assert.InRange(error, 0, 1e-4));
    }

    [Fact]
    public void EveryNetworkIsMadeByNameAndGivesLogits()
    {
        foreach (var (name, _) in NetworkKind.ByName.Where(kind => !kind.Key.EndsWith("50") && !kind.Key.EndsWith("34")))
        {
            foreach (var rank in new[] { 2, 3 }.Where(NetworkKind.Parse(name).IsFor))
            {
                var config = new ModelConfig { Name = name, Width = 4, Classes = 5, InChannels = 2, Rank = rank };
                using var network = config.Create(Init);
                using var x = Tensor.Zeros([3, 2, .. Enumerable.Repeat(16, rank)]);
                Shape logits = NetworkKind.Parse(name).IsDense ? [3, 5, .. Enumerable.Repeat(16, rank)] : [3, 5];
                Assert.Equal(logits, network.Forward(x).Shape);
            }
        }
    }

    [Fact]
    public void EvenSymmetricKernelsAreRefusedWithTheReason() =>
        Refused<ArgumentException>(() => new SreConv(2, 1, 1, 4, Init), "no tap is its centre");
}
