namespace Equivariant.Tests.Networks;

public class SymmetrizeTests
{
    private static Initializer Init => new(new Rng(1));

    [Theory]
    [InlineData("resnet18", "sre", 2)]
    [InlineData("resnet18", "gmr", 2)]
    [InlineData("resnet18", "d4", 2)]
    [InlineData("resnet50", "sre", 2)]
    [InlineData("vgg11", "sre", 2)]
    [InlineData("small-cnn", "sre", 3)]
    [InlineData("unet", "sre", 2)]
    [InlineData("resnet18", "gmr", 3)]
    public void APlainNetworkBecomesExactAndStaysAsItWas(string name, string kind, int rank)
    {
        var config = new ModelConfig { Name = name, Width = 4, KernelSizes = [3], Classes = 3, Rank = rank };
        using var plain = config.Create(Init);
        var before = Numbers(plain);
        Shape input = [1, 1, .. Enumerable.Repeat(16, rank)];
        var made = Symmetrize.Apply(plain, ConvKind.Parse(kind), Init);
        using var network = made.Network;
        Assert.NotEmpty(made.Changes);
        Assert.True(ExactnessReport.Of(network, input).Exact, ExactnessReport.Of(network, input).ToString());
        Assert.All(EquivarianceError.Measure(network, input, new Rng(2)).Values, error => Assert.InRange(error, 0, 1e-4));
        Assert.False(ExactnessReport.Of(plain, input).Exact);
        foreach (var (_, tensor) in network.NamedParameters().Concat(network.NamedBuffers()))
            tensor.Fill(0.5);
        Assert.Equal(before, Numbers(plain));
    }

    /// <summary>The stem of R3D steps over rows and columns, not over slices: what exchanges them stays broken, and is said to
    /// be.</summary>
    [Fact]
    public void AxesWithDifferentStepsStayApart()
    {
        using var plain = new ModelConfig { Name = "r3d18", Width = 4, Classes = 3, Rank = 3 }.Create(Init);
        var made = Symmetrize.Apply(plain, RingConvs.Sre, Init);
        using var network = made.Network;
        Assert.Contains("different steps", made.Changes[0]);
        var errors = EquivarianceError.Measure(network, [1, 1, 16, 16, 16], new Rng(2));
        foreach (var (element, kept) in ExactnessReport.Of(network, [1, 1, 16, 16, 16]).Elements)
        {
            Assert.Equal(element.Axis(0) == 0, kept);
            if (errors.TryGetValue(element.Name, out var error))
                Assert.Equal(kept, error < 1e-6);
        }
    }

    /// <summary>A kernel that is made of rings already is the mean of its rings.</summary>
    [Theory]
    [InlineData("sre")]
    [InlineData("gmr")]
    [InlineData("d4")]
    public void ASymmetricKernelIsKept(string kind)
    {
        using var rings = new SreConv(2, 3, 4, 5, Init, new() { Padding = 4, Dilation = 2 });
        using var dense = new Conv(2, 3, 4, 5, Init, new() { Padding = 4, Dilation = 2 });
        using var tables = new IndexTables(rings.Map);
        var numbers = rings.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        using var kernel = Ops.ExpandKernel(numbers["weight"], tables);
        foreach (var (name, tensor) in dense.NamedParameters())
            tensor.CopyFrom((name == "weight" ? kernel : numbers[name]).ToNdArray());
        using var made = Symmetrize.Apply(new Sequential(dense), ConvKind.Parse(kind), Init).Network;
        using var x = Init.Normal([2, 3, 9, 9], 1);
        using var expected = dense.Forward(x);
        using var actual = made.Forward(x);
        AllClose(expected, actual, 1e-5);
    }

    [Fact]
    public void EveryChangeIsReported()
    {
        using var network = new Sequential(
            new Conv(2, 1, 4, 3, Init, new() { Stride = 2, Padding = 1 }), new BatchNorm(4, Init), new MaxPool(3, 2, 1),
            new Conv(2, 4, 4, 1, Init, new() { Stride = 2 }), new Conv(2, 4, 4, 1, Init), new MaxPool(2),
            new ConvTranspose(2, 4, 4, 2, Init, new() { Stride = 2 }), new Conv(2, 4, 4, 4, Init), new AvgPool(3, 2, 1),
            new MaxPool(3, 2, ceilMode: true));
        var made = Symmetrize.Apply(network, RingConvs.Sre, Init);
        using var result = made.Network;
        Assert.Equal(
        [
            "0: Conv(1→4, 3×3, stride 2, padding 1) → AvgPool(2), SreConv(1→4, 3×3, 2 bands, padding 1)",
            "2: MaxPool(3, stride 2, padding 1) → MaxPool(3, stride 1, padding 1), AvgPool(2, stride 2, padding 0)",
            "3: Conv(4→4, 1×1, stride 2) → AvgPool(2), Conv(4→4, 1×1)",
            "6: ConvTranspose(4→4, 2×2, stride 2) → SymmetricConvTranspose(4→4, 2×2, 1 parameters, stride 2)",
            "7: Conv(4→4, 4×4) → left as it is: 'sre' has no such kernel",
            "8: AvgPool(3, stride 2, padding 1) → AvgPool(2, stride 2, padding 0)",
            "9: MaxPool(3, stride 2, padding 0, ceil) → left as it is: windows over the far border have no mirror image",
        ], made.Changes);
    }

    [Fact]
    public void WeightsCanBeDrawnAnew()
    {
        using var network = new Sequential(new Conv(2, 2, 2, 3, Init));
        using var kept = Symmetrize.Apply(network, RingConvs.Sre, new Initializer(new Rng(5))).Network;
        using var again = Symmetrize.Apply(network, RingConvs.Sre, new Initializer(new Rng(6))).Network;
        using var drawn = Symmetrize.Apply(network, RingConvs.Sre, new Initializer(new Rng(6)), keepWeights: false).Network;
        Assert.Equal(Numbers(kept), Numbers(again));
        Assert.NotEqual(Numbers(kept), Numbers(drawn));
    }

    /// <summary>The copy trains: its parameters get gradients, the original's do not.</summary>
    [Fact]
    public void TheCopyHasGradientsOfItsOwn()
    {
        using var network = new ModelConfig { Name = "small-cnn", Width = 2, Classes = 2 }.Create(Init);
        using var copy = Symmetrize.Apply(network, RingConvs.Sre, Init).Network;
        using var x = Init.Normal([2, 1, 16, 16], 1);
        using (var tape = Tape.Record())
            tape.Backward(Ops.Sum(copy.Forward(x)));
        Assert.All(copy.NamedParameters(), parameter => Assert.NotNull(parameter.Value.Grad));
        Assert.All(network.NamedParameters(), parameter => Assert.Null(parameter.Value.Grad));
    }

    [Fact]
    public void GroupConvolutionsCannotStandInForSingleLayers()
    {
        using var network = new Sequential(new Conv(2, 2, 2, 3, Init));
        Refused<ArgumentException>(() => Symmetrize.Apply(network, ConvKind.Parse("p4"), Init), "'p4'", "sre");
        Refused<ArgumentException>(() => Symmetrize.Apply(network, ConvKind.Parse("plain"), Init), "'plain'");
    }

    private static double[] Numbers(Module network) =>
        [.. network.NamedParameters().Concat(network.NamedBuffers()).SelectMany(tensor => tensor.Value.ToDoubles())];
}
