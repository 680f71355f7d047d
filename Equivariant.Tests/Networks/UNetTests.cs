namespace Equivariant.Tests.Networks;

public class UNetTests
{
    private static Initializer Init => new(new Rng(1));

    [Fact]
    public void TheSreUNetHasThePapersNumberOfParameters()
    {
        using var network = new UNet(UNetOptions.Sre(), Init);
        Assert.Equal(274_306, network.ParameterCount);
        using var named = new ModelConfig { Name = "sre-unet", InChannels = 3, Classes = 2 }.Create(Init);
        Assert.Equal(274_306, named.ParameterCount);
    }

    [Theory]
    [InlineData("sre", 16, true)]
    [InlineData("d4", 16, true)]
    [InlineData("d4", 24, true)]
    [InlineData("rot4", 16, false)]
    [InlineData("plain", 16, false)]
    public void DeclarationAndMeasurementAgree(string conv, int size, bool exact)
    {
        using var network = new ModelConfig { Name = "unet", Conv = conv, Width = 4, Classes = 2 }.Create(Init);
        Assert.Equal(exact, ExactnessReport.Of(network, [1, 1, size, size]).Exact);
        var errors = EquivarianceError.Measure(network, [1, 1, size, size], new Rng(2));
        Assert.Equal(7, errors.Count);
        if (exact)
            Assert.All(errors.Values, error => Assert.InRange(error, 0, 1e-4));
        else
            Assert.Contains(errors.Values, error => error > 1e-2);
        Assert.Equal(conv != "plain", errors["rot90"] < 1e-4);
    }

    [Fact]
    public void VolumesAreLabelledVoxelByVoxel()
    {
        using var network = new ModelConfig
        {
            Name = "unet", Conv = "sre", Width = 2, Classes = 3, Rank = 3,
        }.Create(Init);
        using var x = Tensor.Ones([1, 1, 8, 8, 16]);
        Assert.Equal([1, 3, 8, 8, 16], network.Forward(x).Shape);
    }

    /// <summary>A few steps on one image: every parameter gets a gradient, and the loss falls.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("sre")]
    [InlineData("d4")]
    public void ItLearns(string conv)
    {
        using var network = new ModelConfig { Name = "unet", Conv = conv, Width = 4, Classes = 2 }.Create(Init);
        using var x = Init.Normal([2, 1, 16, 16], 1);
        using var labels = Tensor.From<int>([.. x.ToDoubles().Select(value => value > 0.5 ? 1 : 0)], [2, 16, 16]);
        using var optimizer = new Adam(network.NamedParameters().Select(parameter => parameter.Value), 1e-2);
        var losses = new List<double>();
        for (var step = 0; step < 8; step++)
        {
            network.ZeroGrad();
            using (var tape = Tape.Record())
            {
                var logits = network.Forward(x);
                var loss = Ops.CrossEntropy(logits, labels) + Ops.DiceLoss(logits, labels);
                losses.Add(loss.ToDoubles()[0]);
                tape.Backward(loss);
            }
            Assert.All(network.NamedParameters(), parameter => Assert.NotNull(parameter.Value.Grad));
            optimizer.Step();
        }
        Assert.True(losses[^1] < 0.9 * losses[0], string.Join(' ', losses));
    }

    [Fact]
    public void SizesItCannotHalveAreNamed()
    {
        using var network = new UNet(new() { Classes = 2 }, Init);
        using var x = Tensor.Ones([1, 1, 20, 24]);
        Refused(() => network.Forward(x), "[1,1,20,24]", "multiples of 8");
        Refused<ArgumentException>(() => new UNet(new() { Classes = 2, Widths = [] }, Init), "1 to 8 levels, not 0");
    }
}
