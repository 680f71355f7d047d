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
        var init = new Initializer(new Rng(1));
        var shown = LayerCatalogue.All.SelectMany(sample => sample.Make(init).NamedModules())
            .Select(module => module.Value.GetType()).ToHashSet();
        // A linear layer has no spatial axes to turn; networks have tests of their own.
        shown.Add(typeof(Linear));
        var layers = typeof(Module).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract && type.Namespace == typeof(Module).Namespace);
        Assert.All(layers, layer => Assert.Contains(layer, shown));
    }

    /// <summary>A changed cell changes no result further away than the layer says that it sees.</summary>
    [Theory, MemberData(nameof(Names))]
    public void NoLayerSeesFurtherThanItSays(string name)
    {
        var sample = LayerCatalogue.All.Single(sample => sample.Name == name);
        using var layer = sample.Make(new Initializer(new Rng(3)));
        layer.Eval();
        var (values, rank) = (new double[sample.Input.Count], sample.Input.Rank - 2);
        var before = Run();
        if (before.Shape.Rank != sample.Input.Rank || layer.Children.Count > 0
            || layer.ReceptiveRadius(sample.Input, before.Shape) is not { } reach)
            return;
        var middle = sample.Input.ToArray()[2..].Select(extent => extent / 2).ToArray();
        foreach (var channel in Enumerable.Range(0, sample.Input[1]))
        {
            var index = channel;
            for (var axis = 0; axis < rank; axis++)
                index = (index * sample.Input[axis + 2]) + middle[axis];
            values[index] = 9;
        }
        var after = Run();
        var area = (int)before.Shape.CountOf(2, before.Shape.Rank);
        for (var i = 0; i < before.Values.Length; i++)
        {
            if (before.Values[i] == after.Values[i])
                continue;
            var rest = i % area;
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                var (at, scale) = (rest % before.Shape[axis + 2], (double)sample.Input[axis + 2] / before.Shape[axis + 2]);
                rest /= before.Shape[axis + 2];
                // From block to block: where sizes do not divide, a block of the other size more.
                var block = Math.Ceiling(scale);
                Assert.InRange(Math.Floor(at * scale) - middle[axis], -reach[axis] - block, reach[axis] + block - 1);
            }
        }

        HostArray Run() => Result(layer, new(sample.Input, values), DType.Float32);
    }

    private static void Check(string name, DType dtype, double tolerance)
    {
        var sample = LayerCatalogue.All.Single(sample => sample.Name == name);
        var rng = new Rng(3);
        using var layer = sample.Make(new Initializer(rng, DType: dtype));
        layer.Eval();
        Assert.Equal(sample.SizeFits, layer.BreaksAt(sample.Input) is null);
        var x = new HostArray(sample.Input, rng.NextArray(sample.Input.Count));
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

        HostArray Run(HostArray input) => Result(layer, input, dtype);
    }

    private static HostArray Result(Module layer, HostArray input, DType dtype)
    {
        using var tape = Tape.NoGrad();
        var y = layer.Forward(tape.Own(Tensor.FromDoubles(input.Values, input.Shape, dtype)));
        return new HostArray(y.Shape, y.ToDoubles());
    }
}
