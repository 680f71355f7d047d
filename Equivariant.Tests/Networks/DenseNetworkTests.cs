namespace Equivariant.Tests.Networks;

public class DenseNetworkTests
{
    private static Initializer Init => new(new Rng(1));

    [Fact]
    public void ThePapersStemHasAsManyParametersAsTheBaselines()
    {
        using var baseline = Network("inception-fcn");
        using var paper = Network("inception-fcn-paper");
        Assert.Equal(baseline.ParameterCount, paper.ParameterCount);
        Assert.Equal(["stem.0.0.weight"], baseline.NamedParameters().Select(p => p.Name).Take(1));
        Assert.Contains(paper.NamedModules(), module => module.Value is RotationConv);
        Assert.Contains(paper.NamedModules(), module => module.Value is FlipConv);
    }

    /// <summary>Every layer's claim against what is measured, the paper's model, which keeps nothing, included.</summary>
    [Theory]
    [InlineData("inception-fcn", null, "")]
    [InlineData("inception-fcn-paper", null, "")]
    [InlineData("inception-fcn-exact", null, "all")]
    [InlineData("inception-fcn", "d4", "all")]
    [InlineData("inception-fcn", "sre", "all")]
    [InlineData("inception-fcn", "rot4", "rot90 rot180 rot270")]
    [InlineData("inception-fcn-paper", "d4", "")]
    [InlineData("inception-fcn", "flip-h", "flipH")]
    [InlineData("fcn", null, "")]
    [InlineData("fcn", "d4", "all")]
    [InlineData("fcn", "p4", "rot90 rot180 rot270")]
    [InlineData("fcn", "p4m", "all")]
    [InlineData("deconvnet", null, "")]
    [InlineData("deconvnet", "d4", "all")]
    [InlineData("deconvnet", "p4", "rot90 rot180 rot270")]
    [InlineData("deconvnet", "p4m", "all")]
    [InlineData("deconvnet", "rot4", "rot90 rot180 rot270")]
    public void WhatIsDeclaredIsWhatIsMeasured(string name, string? conv, string kept)
    {
        using var network = Network(name, conv);
        var report = ExactnessReport.Of(network, [1, 1, 32, 32]);
        var errors = EquivarianceError.Measure(network, [1, 1, 32, 32], new Rng(2));
        var declared = report.Elements.Where(entry => entry.Kept && errors.ContainsKey(entry.Element.Name))
            .Select(entry => entry.Element.Name).ToHashSet();
        var expected = kept == "all" ? errors.Keys.ToHashSet()
            : kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.Equal(expected.Order(), declared.Order());
        Assert.All(errors, error => Assert.Equal(expected.Contains(error.Key), error.Value < 1e-4));
    }

    [Theory]
    [InlineData("inception-fcn")]
    [InlineData("inception-fcn-paper")]
    [InlineData("inception-fcn-exact")]
    [InlineData("fcn")]
    [InlineData("deconvnet")]
    [InlineData("fcn", "p4")]
    [InlineData("deconvnet", "p4m")]
    public void ItLearns(string name, string? conv = null)
    {
        using var network = Network(name, conv);
        using var x = Init.Normal([2, 1, 16, 24], 1);
        using var labels = Tensor.From<int>([.. x.ToDoubles().Select(value => value > 0.5 ? 1 : 0)], [2, 16, 24]);
        using var optimizer = new Adam(network.NamedParameters().Select(parameter => parameter.Value), 1e-2);
        var losses = new List<double>();
        for (var step = 0; step < 12; step++)
        {
            network.ZeroGrad();
            using (var tape = Tape.Record())
            {
                var logits = network.Forward(x);
                Assert.Equal([2, 2, 16, 24], logits.Shape);
                var loss = Ops.CrossEntropy(logits, labels);
                losses.Add(loss.Item());
                tape.Backward(loss);
            }
            Assert.All(network.NamedParameters(), parameter => Assert.NotNull(parameter.Value.Grad));
            optimizer.Step();
        }
        Assert.True(losses[^1] < 0.9 * losses[0], string.Join(' ', losses));
    }

    [Fact]
    public void InceptionCCanBeLeftOut()
    {
        using var network = new InceptionFcn(new() { Classes = 3, Width = 4, UseInceptionC = false }, Init);
        using var x = Tensor.Ones([1, 1, 8, 8]);
        Assert.Equal([1, 3, 8, 8], network.Forward(x).Shape);
        Assert.DoesNotContain(network.NamedModules(), module => module.Path == "raiseC");
    }

    [Fact]
    public void WhatItCannotTakeIsRefused()
    {
        using var network = Network("inception-fcn");
        using var x = Tensor.Ones([1, 1, 20, 24]);
        Refused(() => network.Forward(x), "[1,1,20,24]", "multiples of 8");
        Refused<ArgumentException>(
            () => new InceptionFcn(new() { Classes = 2, Width = 5 }, Init), "even number from 2 on, not 5");
        Refused<ArgumentException>(
            () => new ModelConfig { Name = "fcn", Classes = 2, Rank = 3 }.Create(Init), "fcn is for images, not for 3 axes");
        Refused<ArgumentException>(
            () => new ModelConfig { Name = "deconvnet", Classes = 2, KernelSizes = [5] }.Create(Init),
            "kernel sizes of its own");
        Refused<ArgumentException>(() => Network("inception-fcn", "p4"), "'p4' has several orientations");
        using var each = new EachOrientation(SymmetryGroups.C4, new Identity());
        Refused(() => each.Forward(x), "[1,1,20,24]", "4 orientations", "lift");
        Refused<ArgumentException>(() => new Branches(), "no branch");
    }

    private static Module Network(string name, string? conv = null) =>
        new ModelConfig { Name = name, Conv = conv, Width = 4, Classes = 2 }.Create(Init);
}
