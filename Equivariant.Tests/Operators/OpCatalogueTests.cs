namespace Equivariant.Tests.Operators;

/// <summary>What every op must satisfy, checked on every sample of the catalogue.</summary>
public class OpCatalogueTests
{
    private static readonly CpuDevice Plain = new(threads: 2, tuned: false);

    public static TheoryData<string> OpNames => [.. OpCatalogue.Names];

    [Theory, MemberData(nameof(OpNames))]
    public void EveryOpHasSamples(string op) => Assert.Contains(OpCatalogue.Samples, sample => sample.Op == op);

    [Fact]
    public void EverySampleNamesAnOpAndIsUnique()
    {
        Assert.All(OpCatalogue.Samples, sample => Assert.Contains(sample.Op, OpCatalogue.Names));
        Assert.Equal(OpCatalogue.Samples.Count, OpCatalogue.Samples.Select(sample => sample.ToString()).Distinct().Count());
    }

    [Theory, MemberData(nameof(OpNames))]
    public void ForwardAgreesWithTheReference(string op) => ForEach(op, sample =>
    {
        var inputs = OpCatalogue.Inputs(sample, DType.Float64, Plain);
        AgreesWithTheReference(sample, inputs, 1e-11, _ => 1e-11);
    });

    [Theory, MemberData(nameof(OpNames))]
    public void SinglePrecisionAgreesWithTheReference(string op) => ForEach(op, sample =>
    {
        foreach (var device in new[] { Plain, Device.Cpu })
        {
            var inputs = OpCatalogue.Inputs(sample, DType.Float32, device);
            AgreesWithTheReference(sample, inputs, 1e-5, largest => 1e-5 * largest);
        }
    });

    /// <summary>d⟨r, f(x)⟩/dx by central differences in double precision, r a fixed random direction.</summary>
    [Theory, MemberData(nameof(OpNames))]
    public void GradientsAgreeWithFiniteDifferences(string op) => ForEach(op, sample =>
    {
        if (!sample.CheckGradient || !sample.Inputs.Any(input => input.Differentiable))
            return;
        const double step = 1e-5;
        var inputs = OpCatalogue.Inputs(sample, DType.Float64, Plain);
        var direction = Backward(sample, inputs);
        foreach (var input in inputs.Where(input => input.RequiresGrad))
        {
            var analytic = input.Grad is { } grad ? grad.ToDoubles() : new double[input.Count];
            var values = input.ToDoubles();
            // Large inputs: a spread of elements says as much as all of them.
            for (var i = 0; i < values.Length; i += 1 + (values.Length / 64))
            {
                var (above, below) = (At(values[i] + step), At(values[i] - step));
                var numeric = above.Zip(below, direction).Sum(x => (x.First - x.Second) / (2 * step) * x.Third);
                Assert.True(Math.Abs(numeric - analytic[i]) <= 1e-6 + (1e-4 * Math.Abs(numeric)),
                    $"{sample}: gradient of input {input.Shape} at {i} is {analytic[i]}, finite differences give {numeric}");

                double[] At(double value)
                {
                    var moved = (double[])values.Clone();
                    moved[i] = value;
                    input.CopyFrom<double>(moved);
                    using var tape = Tape.NoGrad();
                    var result = sample.Run(inputs).ToDoubles();
                    input.CopyFrom<double>(values);
                    return result;
                }
            }
        }
    });

    [Theory, MemberData(nameof(OpNames))]
    public void TunedKernelsAgreeWithPlainBodies(string op) => ForEach(op, sample =>
    {
        var plain = OpCatalogue.Inputs(sample, DType.Float32, Plain);
        var tuned = OpCatalogue.Inputs(sample, DType.Float32, Device.Cpu);
        Backward(sample, plain);
        Backward(sample, tuned);
        foreach (var (expected, actual) in plain.Zip(tuned).Where(pair => pair.First.Grad is not null))
        {
            AllClose(expected.Grad!, actual.Grad!, 1e-5 * expected.Grad!.ToDoubles().Max(Math.Abs), 1e-4, $"{sample}");
        }
    });

    [Theory, MemberData(nameof(OpNames))]
    public void ResultsDoNotDependOnThreadsOrRepetition(string op) => ForEach(op, sample =>
    {
        using var one = new CpuDevice(threads: 1);
        using var three = new CpuDevice(threads: 3) { SharesSmallWork = true };
        var runs = new List<double[]>();
        foreach (var device in new[] { one, three, three })
        {
            var inputs = OpCatalogue.Inputs(sample, DType.Float32, device);
            runs.Add([.. Forward(sample, inputs), .. Gradients(sample, inputs)]);
        }
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[1], runs[2]);
    });

    [Theory, MemberData(nameof(OpNames))]
    public void DeclaredSymmetriesHoldAndBrokenOnesFail(string op) => ForEach(op, sample =>
    {
        if (sample.Symmetry == SampleSymmetry.None)
            return;
        var group = sample.SpatialAxes switch { 1 => SymmetryGroups.Line, 2 => SymmetryGroups.D4, _ => SymmetryGroups.Cube };
        var rng = new Rng(7);
        // All of the square's eight; of the cube's forty-eight a random eight.
        var elements = group.Elements.OrderBy(_ => rng.NextUInt64()).Take(8).ToArray();
        var inputs = OpCatalogue.Inputs(sample, DType.Float64, Plain);
        var upright = OpCatalogue.ToHost(sample.Run(inputs));
        var worst = 0.0;
        foreach (var element in elements)
        {
            Tensor[] turned = [.. inputs.Zip(sample.Inputs,
                (tensor, input) => input.Image ? Turning.Turn(tensor, element) : tensor)];
            var expected = sample.Symmetry == SampleSymmetry.Invariant ? upright : Turning.Turn(upright, element);
            var actual = sample.Run(turned);
            var error = actual.Shape != expected.Shape ? double.PositiveInfinity
                : actual.ToDoubles().Zip(expected.Values, (a, e) => Math.Abs(a - e)).Append(0).Max()
                / (1 + upright.Values.Max(Math.Abs));
            if (sample.Group is { } kept && !kept.Contains(element))
                Assert.True(error > 1e-3,
                    $"{sample}: declared equivariant under {kept} only, but {element} changes nothing ({error})");
            else
                worst = Math.Max(worst, error);
        }
        if (sample.Symmetry == SampleSymmetry.Broken)
            Assert.True(worst > 1e-3, $"{sample}: declared broken, but turns change nothing ({worst})");
        else
            Assert.True(worst <= 1e-12, $"{sample}: turned result differs by {worst}");
    });

    [Theory, MemberData(nameof(OpNames))]
    public void InputsStayAsTheyAre(string op) => ForEach(op, sample =>
    {
        var inputs = OpCatalogue.Inputs(sample, DType.Float32, Device.Cpu);
        var before = inputs.Select(input => input.ToDoubles()).ToArray();
        Gradients(sample, inputs);
        foreach (var (input, values) in inputs.Zip(before))
            Assert.Equal(values, input.ToDoubles());
    });

    private static void ForEach(string op, Action<OpSample> check)
    {
        var samples = OpCatalogue.Samples.Where(sample => sample.Op == op).ToArray();
        Assert.NotEmpty(samples);
        Assert.All(samples, check);
    }

    private static void AgreesWithTheReference(OpSample sample, Tensor[] inputs, double relative, Func<double, double> absolute)
    {
        var (expected, actual) = (sample.Reference([.. inputs.Select(OpCatalogue.ToHost)]), sample.Run(inputs));
        Assert.Equal(expected.Shape, actual.Shape);
        AllClose(expected.Values, actual.ToDoubles(), absolute(expected.Values.Max(Math.Abs)), relative, $"{sample}");
    }

    private static double[] Forward(OpSample sample, Tensor[] inputs)
    {
        using var tape = Tape.NoGrad();
        return sample.Run(inputs).ToDoubles();
    }

    private static double[] Gradients(OpSample sample, Tensor[] inputs)
    {
        if (inputs.Any(input => input.RequiresGrad))
            Backward(sample, inputs);
        return [.. inputs.Where(input => input.Grad is not null).SelectMany(input => input.Grad!.ToDoubles())];
    }

    /// <summary>Feeds a random direction back through the op, the same for results of one shape, and returns it.</summary>
    private static double[] Backward(OpSample sample, Tensor[] inputs)
    {
        using var tape = Tape.Record();
        var y = sample.Run(inputs);
        var direction = new Rng(5).NextArray(y.Count);
        using var gradient = Tensor.FromDoubles(direction, y.Shape, y.DType, y.Device);
        if (y.RequiresGrad)
            tape.Backward(y, gradient);
        return direction;
    }
}
