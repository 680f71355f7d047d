namespace Equivariant.Tests.Layers;

/// <summary>What layers of turned and mirrored kernels cost and give: the paper's two ways to count.</summary>
public class OrientedConvTests
{
    private static Initializer Init => new(new Rng(1));

    [Fact]
    public void WithMaxoutTheyHaveTheParametersAndOutputsOfAnOrdinaryConvolution()
    {
        using var plain = new Conv(2, 6, 8, 3, Init);
        ConvLayer[] layers = [new RotationConv(6, 8, 4, Init), new FlipConv(6, 8, 3, Init), new DihedralConv(6, 8, 3, Init)];
        Assert.All(layers, layer => Assert.Equal((plain.ParameterCount, 8), (layer.ParameterCount, layer.OutChannels)));
    }

    [Fact]
    public void KeptCopiesCanHaveHalfTheParametersAndTwiceTheOutputs()
    {
        using var plain = new Conv(2, 6, 8, 3, Init);
        using var layer = new RotationConv(6, 8, 4, Init, new() { Padding = 1 }, reduction: OrientationReduction.None,
            count: OrientedCount.HalfParameters);
        Assert.Equal(plain.ParameterCount, 2 * layer.ParameterCount);
        Assert.Equal(16, layer.OutChannels);
        using var x = Tensor.Ones([1, 6, 5, 5]);
        using var y = layer.Forward(x);
        Assert.Equal([1, 16, 5, 5], y.Shape);
    }

    [Fact]
    public void ReducedCopiesAreTheMaximumMeanAndSumOfTheKeptOnes()
    {
        using var x = Init.Normal([2, 3, 6, 6], 1);
        using var all = Layer(OrientationReduction.None).Forward(x);
        var copies = all.ToDoubles().Chunk(36).Chunk(4).ToArray();
        foreach (var (reduction, of) in new (OrientationReduction, Func<IEnumerable<double>, double>)[]
        {
            (OrientationReduction.Max, values => values.Max()), (OrientationReduction.Mean, values => values.Average()),
            (OrientationReduction.Sum, values => values.Sum()),
        })
        {
            using var y = Layer(reduction).Forward(x);
            var expected = copies.SelectMany(set => Enumerable.Range(0, 36).Select(cell => of(set.Select(copy => copy[cell]))));
            AllClose([.. expected], y.ToDoubles(), 1e-5);
        }

        static RotationConv Layer(OrientationReduction reduction) =>
            new(3, 5, 4, new(new Rng(7)), new() { Padding = 1 }, reduction: reduction);
    }

    [Theory]
    [InlineData("rot2", "C2", "r180")]
    [InlineData("rot4", "C4", "r90")]
    [InlineData("rot8", "C4", "r90")]
    [InlineData("flip", "none", "id H V")]
    public void ClaimsAreNamedAfterTheirGroup(string kind, string group, string copies)
    {
        using var layer = new LayerFactory(ConvKind.Parse(kind), Init).Conv(1, 1, 3);
        Assert.Equal(group, layer.Symmetry.Name);
        Assert.Contains(copies, layer.Description);
    }
}
