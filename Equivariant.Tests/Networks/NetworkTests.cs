namespace Equivariant.Tests.Networks;

public class NetworkTests
{
    private static Initializer Init => new(new Rng(1));

    /// <summary>The papers' numbers of parameters.</summary>
    [Theory]
    [InlineData("sre-resnet18", new[] { 9, 9, 5, 5 }, 3, 9, 3_996_105)]
    [InlineData("sre-resnet18", new[] { 3, 3, 3, 3 }, 3, 9, 2_628_041)]
    [InlineData("sre-resnet18", new[] { 5, 5, 5, 5 }, 3, 9, 3_848_649)]
    [InlineData("sre-resnet18", new[] { 7, 7, 7, 7 }, 3, 9, 5_069_257)]
    [InlineData("sre-resnet18", new[] { 9, 9, 9, 9 }, 3, 9, 6_289_865)]
    [InlineData("sre-resnet34", new[] { 9, 9, 5, 5 }, 3, 9, 7_517_897)]
    [InlineData("sre-resnet34", new[] { 3, 3, 3, 3 }, 3, 9, 4_880_073)]
    [InlineData("sre-resnet50", new[] { 9, 9, 5, 5 }, 3, 9, 16_128_457)]
    [InlineData("sre-resnet50", new[] { 3, 3, 3, 3 }, 3, 9, 14_715_337)]
    [InlineData("resnet18", null, 3, 9, 11_173_449)]
    [InlineData("sre-r3d18", new[] { 3, 3, 3, 3 }, 1, 11, 2_628_619)]
    [InlineData("sre-r3d18", new[] { 5, 5, 5, 5 }, 1, 11, 3_849_227)]
    [InlineData("sre-r3d18", new[] { 7, 7, 7, 7 }, 1, 11, 5_069_835)]
    [InlineData("sre-r3d18", new[] { 9, 9, 5, 5 }, 1, 11, 3_996_683)]
    [InlineData("r3d18", null, 1, 11, 33_153_099)]
    [InlineData("sre-unet", null, 3, 2, 274_306)]
    // As many weights as with sharp rings, and a width for each of the 67 rings.
    [InlineData("sre-resnet18", null, 3, 10, 3_996_685, "gmr")]
    public void NumbersOfParameters(
        string name, int[]? kernels, int inChannels, int classes, int parameters, string? conv = null)
    {
        var rank = NetworkKind.Parse(name).IsFor(2) ? 2 : 3;
        using var network = new ModelConfig
        {
            Name = name, Conv = conv, KernelSizes = kernels, InChannels = inChannels, Classes = classes, Rank = rank,
        }.Create(Init);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Fact]
    public void FormsThatHaveNoName()
    {
        // The full rule has one band more.
        using var full = new ResNet(
            ResNetOptions.Sre(9) with { Kind = RingConvs.SreOf(BandRule.Full, SreInit.HeFanOut) }, Init);
        Assert.Equal(5_216_905, full.ParameterCount);
        using var aligned = new UNet(UNetOptions.Sre(), Init);
        Assert.Equal(274_306, aligned.ParameterCount);
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
    public void ThePapersStemHasAsManyParametersAsTheBaselines()
    {
        using var baseline = new ModelConfig { Name = "inception-fcn", Width = 4, Classes = 2 }.Create(Init);
        using var paper = new ModelConfig { Name = "inception-fcn-paper", Width = 4, Classes = 2 }.Create(Init);
        Assert.Equal(baseline.ParameterCount, paper.ParameterCount);
        Assert.Equal(["stem.0.0.weight"], baseline.NamedParameters().Select(p => p.Name).Take(1));
        Assert.Contains(paper.NamedModules(), module => module.Value is RotationConv);
        Assert.Contains(paper.NamedModules(), module => module.Value is FlipConv);
    }

    /// <summary>A few steps on one image: every parameter gets a gradient, and the loss falls.</summary>
    [Theory]
    [InlineData("inception-fcn")]
    [InlineData("inception-fcn-paper")]
    [InlineData("inception-fcn-exact")]
    [InlineData("fcn")]
    [InlineData("deconvnet")]
    [InlineData("fcn", "p4")]
    [InlineData("deconvnet", "p4m")]
    [InlineData("unet", "plain")]
    [InlineData("unet", "sre")]
    [InlineData("unet", "d4")]
    public void NetworksOfPixelsLearn(string name, string? conv = null)
    {
        using var network = new ModelConfig { Name = name, Conv = conv, Width = 4, Classes = 2 }.Create(Init);
        using var x = Init.Normal([2, 1, 16, 24], 1);
        using var labels = Tensor.From<int>([.. x.ToDoubles().Select(value => value > 0.5 ? 1 : 0)], [2, 16, 24]);
        using var optimizer = new Adam(network.NamedParameters().Select(parameter => parameter.Value), 1e-2);
        var losses = new List<double>();
        for (var step = 0; step < (name == "unet" ? 8 : 12); step++)
        {
            network.ZeroGrad();
            using (var tape = Tape.Record())
            {
                var logits = network.Forward(x);
                Assert.Equal([2, 2, 16, 24], logits.Shape);
                var loss = Ops.CrossEntropy(logits, labels);
                loss = name == "unet" ? loss + Ops.DiceLoss(logits, labels) : loss;
                losses.Add(loss.Item());
                tape.Backward(loss);
            }
            Assert.All(network.NamedParameters(), parameter => Assert.NotNull(parameter.Value.Grad));
            optimizer.Step();
        }
        Assert.True(losses[^1] < 0.9 * losses[0], string.Join(' ', losses));
    }

    [Theory]
    [InlineData("small-cnn", null, new int[0], 2, "one kernel size, not []")]
    [InlineData("small-cnn", null, new[] { 4 }, 2, "kernel size 4 is even")]
    [InlineData("small-cnn", "sre", new[] { 4 }, 2, "4×4 is even along an axis, so no tap is its centre")]
    [InlineData("resnet18", null, new[] { 3, 3 }, 2, "[3,3]")]
    [InlineData("r3d18", null, null, 2, "r3d18 is for volumes")]
    [InlineData("r3d18", null, new[] { 3, 5 }, 3, "[3,5]")]
    [InlineData("fcn", null, null, 3, "fcn is for images, not for 3 axes")]
    [InlineData("deconvnet", null, new[] { 5 }, 2, "kernel sizes of its own")]
    [InlineData("inception-fcn", "p4", null, 2, "'p4' has several orientations")]
    [InlineData("inception-fcn", null, null, 2, "even number from 2 on, not 5")]
    [InlineData("small-cnn", "p4", null, 3, "'p4' turns kernels of 2 axes; for 3 axes use 'cube24'")]
    [InlineData("small-cnn", "cube24", null, 2, "'cube24' turns kernels of 3 axes; for 2 axes use 'p4'")]
    [InlineData("small-cnn", "p4", new[] { 4 }, 2, "kernel size 4 is even")]
    public void WhatNoNetworkCanBeIsRefused(string name, string? conv, int[]? kernels, int rank, string reason) =>
        Refused<ArgumentException>(() => new ModelConfig
        {
            Name = name, Conv = conv, KernelSizes = kernels, Classes = 2, Rank = rank, Width = 5,
        }.Create(Init), reason);

    [Fact]
    public void InputThatNoNetworkTakesIsRefused()
    {
        using var network = new ModelConfig { Name = "small-cnn", Classes = 2 }.Create(Init);
        Refused(() => ExactnessReport.Of(network, [1, 1, 32, 24]), "[1,1,32,24]");
        Refused(() => EquivarianceError.Measure(network, [1, 1, 24, 32], new Rng(1)), "[1,1,24,32]");
        using var x = Tensor.Ones([1, 1, 20, 24]);
        foreach (var name in new[] { "inception-fcn", "fcn", "deconvnet", "unet" })
        {
            using var dense = new ModelConfig { Name = name, Width = 2, Classes = 2 }.Create(Init);
            Refused(() => dense.Forward(x), "[1,1,20,24]", "multiples of 8");
        }
        using var volumes = new ModelConfig { Name = "r3d18", Width = 2, Classes = 2, Rank = 3 }.Create(Init);
        Refused(() => volumes.Forward(x), "[1,1,20,24]");
        Refused<ArgumentException>(() => new UNet(new() { Classes = 2, Widths = [] }, Init), "1 to 8 levels, not 0");
        using var each = new EachOrientation(SymmetryGroups.C4, new Identity());
        Refused(() => each.Forward(x), "[1,1,20,24]", "4 orientations", "lift");
        using var layer = new GroupConv(SymmetryGroups.C4, 2, 3, 3, Init);
        Refused(() => layer.Forward(x), "[1,1,20,24]", "4 orientations", "lift");
    }
}
