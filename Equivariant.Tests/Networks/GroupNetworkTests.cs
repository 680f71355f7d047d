namespace Equivariant.Tests.Networks;

/// <summary>Networks of group convolutions: as many parameters as ordinary ones, invariant under their group only.</summary>
public class GroupNetworkTests
{
    private static Initializer Init => new(new Rng(1));

    [Theory]
    [InlineData("small-cnn", "p4", 16)]
    [InlineData("small-cnn", "p4m", 16)]
    [InlineData("resnet18", "p4", 17)]
    [InlineData("resnet18", "p4m", 17)]
    [InlineData("resnet50", "p4", 17)]
    [InlineData("sre-resnet18", "p4m", 16)]
    [InlineData("unet", "p4", 16)]
    [InlineData("unet", "p4m", 16)]
    [InlineData("small-cnn", "ric", 16)]
    public void TheyAreInvariantUnderTheirGroupAndNoMore(string name, string conv, int size)
    {
        var config = new ModelConfig { Name = name, Conv = conv, Width = 8, KernelSizes = [3], Classes = 3 };
        using var network = config.Create(Init);
        var group = conv == "p4m" ? SymmetryGroups.D4 : SymmetryGroups.C4;
        var report = ExactnessReport.Of(network, [1, 1, size, size]);
        var errors = EquivarianceError.Measure(network, [2, 1, size, size], new Rng(2));
        foreach (var (element, kept) in report.Elements.Where(entry => errors.ContainsKey(entry.Element.Name)))
        {
            Assert.Equal(group.Contains(element), kept);
            Assert.Equal(kept, errors[element.Name] < 1e-4);
        }
    }

    [Theory]
    [InlineData("resnet18", "p4")]
    [InlineData("resnet18", "p4m")]
    [InlineData("small-cnn", "p4")]
    [InlineData("small-cnn", "p4m")]
    public void TheyHaveAboutAsManyParametersAsOrdinaryOnes(string name, string conv)
    {
        var config = new ModelConfig { Name = name, Classes = 2, InChannels = 1 };
        using var plain = config.Create(Init);
        using var network = (config with { Conv = conv }).Create(Init);
        Assert.InRange((double)network.ParameterCount / plain.ParameterCount, 0.9, 1.15);
    }

    /// <summary>A stack of one kind is lifted once; another kind meets ordinary channels.</summary>
    [Fact]
    public void StacksHandOrientationsOn()
    {
        ConvKind p4 = ConvKind.Parse("p4"), plain = ConvKind.Parse("plain");
        using var stack = new ConvStack([p4, p4], 2, 3, 3, Init);
        Assert.Equal(["Lifting", "Group"], stack.NamedModules().Select(module => module.Value).OfType<GroupConvBase>()
            .Select(layer => layer.GetType().Name[..^4]));
        Assert.Equal("C4", SymmetryClaim.Of(2, stack.Symmetry.Holds).Name);
        using var broken = new ConvStack([p4, plain], 2, 3, 3, Init);
        using var x = Tensor.Ones([1, 2, 7, 7]);
        Assert.Equal([1, 3, 7, 7], broken.Forward(x).Shape);
        Assert.Equal("none", SymmetryClaim.Of(2, broken.Symmetry.Holds).Name);
    }

    [Fact]
    public void WhatNoGroupNetworkCanBeIsRefused()
    {
        var config = new ModelConfig { Name = "small-cnn", Conv = "p4", Classes = 2 };
        Refused<ArgumentException>(() => (config with { Rank = 3 }).Create(Init), "'p4'", "cube24");
        Refused<ArgumentException>(() => (config with { Conv = "cube24" }).Create(Init), "'cube24'", "'p4'");
        Refused<ArgumentException>(() => (config with { KernelSizes = [4] }).Create(Init), "kernel size 4 is even");
        using var layer = new GroupConv(SymmetryGroups.C4, 2, 3, 3, Init);
        using var image = Tensor.Zeros([1, 2, 7, 7]);
        Refused(() => layer.Forward(image), "[1,2,7,7]", "4 orientations", "lift");
        Refused<ArgumentException>(() => new LiftingConv(SymmetryGroups.C4, 1, 1, [3, 5], Init), "exchanges axes", "[3,5]");
        Refused<ArgumentException>(() => new GroupPool(SymmetryGroups.C4, OrientationReduction.None), "None");
    }
}
