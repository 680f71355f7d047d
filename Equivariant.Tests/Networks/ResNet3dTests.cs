namespace Equivariant.Tests.Networks;

public class ResNet3dTests
{
    private static Initializer Init => new(new Rng(1));

    [Theory]
    [InlineData(new[] { 3, 3, 3, 3 }, 2_628_619)]
    [InlineData(new[] { 5, 5, 5, 5 }, 3_849_227)]
    [InlineData(new[] { 7, 7, 7, 7 }, 5_069_835)]
    [InlineData(new[] { 9, 9, 5, 5 }, 3_996_683)]
    public void TheSreFormHasThePapersNumberOfParameters(int[] kernels, int parameters)
    {
        using var network = new ResNet(ResNetOptions.SreR3d(11) with { StageKernels = kernels }, Init);
        Assert.Equal(parameters, network.ParameterCount);
    }

    [Fact]
    public void ThePlainFormHasItsNumberOfParameters()
    {
        using var network = new ResNet(ResNetOptions.R3d(11), Init);
        Assert.Equal(33_153_099, network.ParameterCount);
    }

    /// <summary>Under all 48 symmetries of the cube, at sizes that halve three times; not at others, and not with plain
    /// kernels.</summary>
    [Theory]
    [InlineData("sre-r3d18", "sre", 16, true)]
    [InlineData("sre-r3d18", "sre", 14, false)]
    [InlineData("sre-r3d18", "gmr", 16, true)]
    [InlineData("sre-r3d18", "plain", 16, false)]
    [InlineData("r3d18", "sre", 16, false)]
    [InlineData("resnet18", "sre", 17, true)]
    [InlineData("resnet18", "sre", 14, false)]
    public void DeclarationAndMeasurementAgree(string name, string conv, int size, bool exact)
    {
        var config = new ModelConfig { Name = name, Conv = conv, Width = 4, KernelSizes = [3], Classes = 4, Rank = 3 };
        using var network = config.Create(Init);
        Shape input = [1, 1, size, size, size];
        Assert.Equal(exact, ExactnessReport.Of(network, input).Exact);
        var errors = EquivarianceError.Measure(network, input, new Rng(2));
        Assert.Equal(47, errors.Count);
        if (exact)
            Assert.All(errors.Values, error => Assert.InRange(error, 0, 1e-4));
        else
            Assert.Contains(errors.Values, error => error > 1e-3);
    }

    [Fact, Trait("Length", "Full")]
    public void CopiesUnderAllOfTheCubeAreExact() => DeclarationAndMeasurementAgree("sre-r3d18", "cube48", 16, exact: true);

    [Fact]
    public void ImagesAreRefused()
    {
        var config = new ModelConfig { Name = "r3d18", Width = 2, Classes = 2 };
        Refused<ArgumentException>(() => config.Create(Init), "r3d18 is for volumes");
        Refused<ArgumentException>(() => (config with { Rank = 3, KernelSizes = [3, 5] }).Create(Init), "[3,5]");
        using var network = (config with { Rank = 3 }).Create(Init);
        using var image = Tensor.Zeros([1, 1, 16, 16]);
        Refused(() => network.Forward(image), "[1,1,16,16]");
    }
}
