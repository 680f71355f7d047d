using Equivariant.Autograd;
using Equivariant.Layers;
using Equivariant.Samples;
using Equivariant.Symmetry;
using Equivariant.Tests.Support;

namespace Equivariant.Tests.Layers;

/// <summary>Every layer keeps what it declares, on every element, and visibly breaks what it does not.</summary>
public class LayerSymmetryTests
{
    public static TheoryData<string> Names => [.. LayerCatalogue.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Names))]
    public void DeclaredSymmetryHoldsInSinglePrecision(string name) => Check(name, DType.Float32, 1e-5);

    [Theory, MemberData(nameof(Names))]
    public void DeclaredSymmetryHoldsInDoublePrecision(string name) => Check(name, DType.Float64, 1e-12);

    [Fact]
    public void EveryLayerIsInTheCatalogue()
    {
        var setup = new Setup(new Rng(1));
        var shown = LayerCatalogue.All.Select(sample => sample.Make(setup).GetType()).ToHashSet();
        // A linear layer has no spatial axes to turn; networks have tests of their own.
        shown.Add(typeof(Linear));
        var layers = typeof(Module).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract && type.Namespace == typeof(Module).Namespace);
        Assert.All(layers, layer => Assert.Contains(layer, shown));
    }

    private static void Check(string name, DType dtype, double tolerance)
    {
        var sample = LayerCatalogue.All.Single(sample => sample.Name == name);
        var rng = new Rng(3);
        using var layer = sample.Make(new Setup(rng, DType: dtype));
        layer.Eval();
        Assert.Equal(sample.SizeFits, layer.BreaksAt(sample.Input) is null);
        var values = new double[sample.Input.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = rng.NextNormal();
        var x = new HostArray(sample.Input, values);
        var upright = Run(x);
        var rank = sample.Input.Rank - 2;
        var worstOfTheOthers = 0.0;
        foreach (var element in SymmetryGroups.Full(rank).Elements)
        {
            var turned = Run(Turning.Turn(x, element, sample.From));
            var expected = upright.Shape.Rank == sample.Input.Rank ? Turning.Turn(upright, element, sample.To) : upright;
            var error = turned.Shape != expected.Shape ? double.PositiveInfinity
                : turned.Values.Zip(expected.Values, (a, b) => Math.Abs(a - b)).Max() / upright.Values.Max(Math.Abs);
            if (sample.SizeFits && sample.Shares && layer.Symmetry.Holds(element))
                Assert.True(error <= tolerance, $"{name} under {element}: {error}");
            else
                worstOfTheOthers = Math.Max(worstOfTheOthers, error);
        }
        var all = SymmetryGroups.Full(rank).Elements.All(layer.Symmetry.Holds);
        if (!sample.SizeFits || !sample.Shares || !all)
            Assert.True(worstOfTheOthers > 1e-2, $"{name} is said to break, but is off by {worstOfTheOthers} only");

        HostArray Run(HostArray input)
        {
            using var tape = Tape.NoGrad();
            var y = layer.Forward(tape.Own(Tensor.FromDoubles(input.Values, input.Shape, dtype)));
            return new HostArray(y.Shape, y.ToDoubles());
        }
    }
}
