namespace Equivariant.Tests.Networks;

/// <summary>Convolution, norm and relu in one pass give what they give one by one.</summary>
public class FusedInferenceTests
{
    [Theory]
    [InlineData("resnet18", null)]
    [InlineData("sre-resnet18", null)]
    [InlineData("resnet50", null)]
    [InlineData("small-cnn", "plain")]
    [InlineData("small-cnn", "sre")]
    public void NetworksGiveWhatTheirModulesGiveOneByOne(string name, string? conv)
    {
        var init = new Initializer(new Rng(3));
        using var network = new ModelConfig { Name = name, Conv = conv, InChannels = 3, Classes = 5, Width = 6 }.Create(init);
        using var images = init.Uniform([3, 3, 16, 16], 1);
        // Running statistics that are neither zeros nor ones.
        for (var step = 0; step < 3; step++)
        {
            using var scope = Tape.NoGrad();
            network.Forward(images);
        }
        network.Eval();
        double[] single = [];
        var seen = 0;
        network.Observe((module, _, _) => seen += module is BatchNorm ? 1 : 0, () => single = Run());
        Assert.Equal(network.NamedModules().Count(module => module.Value is BatchNorm), seen);
        var fused = Run();
        AllClose(single, fused, 1e-5 * single.Max(Math.Abs));

        double[] Run()
        {
            using var scope = Tape.NoGrad();
            return network.Forward(images).ToDoubles();
        }
    }

    [Fact]
    public void TrainingIsNotFused()
    {
        var init = new Initializer(new Rng(3));
        using var network = new ModelConfig { Name = "small-cnn", InChannels = 1, Classes = 2 }.Create(init);
        using var images = init.Uniform([4, 1, 16, 16], 1);
        var before = network.NamedBuffers().First().Value.ToDoubles();
        using (var scope = Tape.NoGrad())
            network.Forward(images);
        Assert.NotEqual(before, network.NamedBuffers().First().Value.ToDoubles());
    }

    [Theory]
    [InlineData(OrientationReduction.None)]
    [InlineData(OrientationReduction.Max)]
    [InlineData(OrientationReduction.Mean)]
    [InlineData(OrientationReduction.Sum)]
    public void OrientedConvolutionsEndAlike(OrientationReduction reduction)
    {
        var init = new Initializer(new Rng(5));
        using var tables = new IndexTables(RotatedKernels.Create(4));
        using var x = init.Normal([2, 6, 13, 11], 1);
        using var theta = init.Normal([8, 6, tables.Map.Parameters], 0.2);
        using var bias = init.Normal([8], 1);
        var channels = reduction == OrientationReduction.None ? 32 : 8;
        using var mean = init.Normal([channels], 1);
        using var variance = init.Uniform([channels], 0.5);
        variance.CopyFrom<float>(variance.ToArray<float>().Select(value => value + 1).ToArray());
        using var weight = init.Normal([channels], 1);
        var options = new ConvOptions { Padding = 1 };
        using var scope = Tape.NoGrad();
        var plain = Ops.SymmetricConv(x, theta, bias, tables, options, reduction);
        var residual = init.Normal(plain.Shape, 1);
        var expected = Ops.Relu(Ops.BatchNorm(plain, weight, null, mean, variance, false) + residual).ToDoubles();
        var epilogue = Epilogue.OfNorm(mean, variance, weight) with { Residual = residual, Relu = true };
        var actual = Ops.SymmetricConv(x, theta, bias, tables, options, reduction, epilogue).ToDoubles();
        AllClose(expected, actual, 1e-5 * expected.Max());
    }

    [Fact]
    public void AnEpilogueThatDoesNotFitIsRefused()
    {
        using var x = Tensor.Ones([1, 2, 4, 4]);
        using var weight = Tensor.Ones([3, 2, 1, 1]);
        using var two = Tensor.Ones([2]);
        using var three = Tensor.Ones([3]);
        using var scope = Tape.NoGrad();
        Refused(() => Ops.Conv(x, weight, epilogue: Epilogue.OfNorm(two, two)), "[1,3,4,4]");
        Refused(() => Ops.Conv(x, weight, epilogue: Epilogue.OfNorm(three, three) with { Residual = x }), "[1,2,4,4]");
    }
}
