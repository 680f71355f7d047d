namespace Equivariant.Tests.Networks;

public class GroupNetworkTests
{
    private static Initializer Init => new(new Rng(1));

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

    /// <summary>A copy has tables of its own: it outlives what it was made of.</summary>
    [Fact]
    public void CopiesOwnTheirTables()
    {
        var network = new Sequential(new GroupConv(SymmetryGroups.C4, 1, 1, 3, Init), new GroupPool(SymmetryGroups.C4));
        using var x = Init.Normal([1, 4, 7, 7], 1);
        var expected = network.Forward(x).ToDoubles();
        using var copy = Symmetrize.Apply(network, RingConvs.Sre, Init).Network;
        network.Dispose();
        Assert.Equal(expected, copy.Forward(x).ToDoubles());
    }
}
