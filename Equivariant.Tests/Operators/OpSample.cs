namespace Equivariant.Tests.Operators;

/// <summary>Classes that show an op at work; found by reflection, so that a new op is one new file.</summary>
internal interface IOpSamples
{
    /// <summary>Cases that cover the op's options, odd shapes and misuse.</summary>
    static abstract IEnumerable<OpSample> Samples { get; }
}

/// <summary>What turning the input must do to an op's result.</summary>
internal enum SampleSymmetry
{
    /// <summary>Nothing is claimed.</summary>
    None,

    /// <summary>The result turns with the inputs marked as images.</summary>
    Equivariant,

    /// <summary>The result stays as it is.</summary>
    Invariant,

    /// <summary>Some turn or mirror image changes the result: shown, so that nobody relies on it.</summary>
    Broken,
}

/// <summary>
/// One case of an op: inputs, the op, and an independent reference in double precision. The suite checks the forward values, the
/// gradients in float64, determinism, parity of devices and of tuned and plain kernels, and the declared symmetry.
/// </summary>
/// <param name="Op">Name of the method on <see cref="Ops"/>.</param>
/// <param name="Case">What is special about the case.</param>
/// <param name="Inputs">Drawn from a seeded generator.</param>
/// <param name="Run">The op.</param>
/// <param name="Reference">The same by the plainest means, on host arrays; shares no code with the kernel bodies.</param>
internal sealed record OpSample(
    string Op,
    string Case,
    OpInput[] Inputs,
    Func<Tensor[], Tensor> Run,
    Func<HostArray[], HostArray> Reference)
{
    /// <summary>The declared symmetry under the turns and mirror images of the last two (or three) axes.</summary>
    public SampleSymmetry Symmetry { get; init; }

    /// <summary>
    /// The elements under which an equivariant op is equivariant; under all others it must not be.
    /// Null for all symmetries of the axes.
    /// </summary>
    public SymmetryGroup? Group { get; init; }

    /// <summary>Axes that turn: 2 for images, 3 for volumes, 1 for signals.</summary>
    public int SpatialAxes { get; init; } = 2;

    /// <summary>False for cases whose gradients finite differences cannot check,
    /// with the reason in a comment beside it.</summary>
    public bool CheckGradient { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{Op} {Case}";
}

/// <summary>One input of a sample.</summary>
/// <param name="Shape">Extents.</param>
/// <param name="Draw">Its values from a generator; null for a standard normal distribution.</param>
internal sealed record OpInput(Shape Shape, Func<Rng, Shape, double[]>? Draw = null)
{
    /// <summary>False for integers and for inputs without a gradient, such as targets.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Whether the input turns in the check of the declared symmetry.</summary>
    public bool Image { get; init; }

    /// <summary>Integers instead of real numbers.</summary>
    public bool Integers { get; init; }

    /// <summary>Class labels from 0 to <paramref name="classes"/> − 1.</summary>
    public static OpInput Labels(Shape shape, int classes) =>
        new(shape, (rng, s) => rng.NextArray(s.Count, r => r.NextInt(classes))) { Differentiable = false, Integers = true };

    /// <summary>Values spread uniformly over an interval.</summary>
    public static OpInput Uniform(Shape shape, double low, double high) =>
        new(shape, (rng, s) => rng.NextArray(s.Count, r => low + ((high - low) * r.NextDouble())));

    /// <summary>
    /// Values that stay away from zero and from one another by 0.01: for ops with kinks (relu) or ties (max), where finite
    /// differences would cross them.
    /// </summary>
    public static OpInput Distinct(Shape shape) => new(shape, (rng, s) =>
    {
        var values = new double[s.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (i - (values.Length / 2) + 0.5) * 0.02;
        rng.Shuffle<double>(values);
        return values;
    });

    /// <summary>The values.</summary>
    public double[] Values(Rng rng) => Draw is null ? rng.NextArray(Shape.Count) : Draw(rng, Shape);
}
