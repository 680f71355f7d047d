namespace Equivariant.Samples;

/// <summary>Functions of one element: every one of them turns with the image.</summary>
internal sealed class UnarySamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Case(nameof(Ops.Abs), "both signs", Ops.Abs, Math.Abs),
        Case(nameof(Ops.Affine), "scale and shift", x => Ops.Affine(x, -2.5, 0.75), x => (-2.5 * x) + 0.75),
        Case(nameof(Ops.Copy), "plain", Ops.Copy, x => x),
        Case(nameof(Ops.Elu), "alpha 1", x => Ops.Elu(x), x => x > 0 ? x : Math.Exp(x) - 1),
        Case(nameof(Ops.Elu), "alpha 0.5", x => Ops.Elu(x, 0.5), x => x > 0 ? x : 0.5 * (Math.Exp(x) - 1)),
        Case(nameof(Ops.Exp), "both signs", Ops.Exp, Math.Exp),
        Case(nameof(Ops.Gelu), "tanh", x => Ops.Gelu(x, tanh: true),
            x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        // Reference values of Φ: 50-digit arithmetic, at x = −3, −1, −0.25, 0, 0.5, 2.
        new(nameof(Ops.Gelu), "error function", [new([6], (_, _) => [-3, -1, -0.25, 0, 0.5, 2])], x => Ops.Gelu(x[0]),
            x => new([6],
            [
                -3 * 0.0013498980316300945, -0.15865525393145705, -0.25 * 0.40129367431707625,
                0, 0.5 * 0.69146246127401310, 2 * 0.97724986805182079,
            ])),
        Case(nameof(Ops.LeakyRelu), "default slope", x => Ops.LeakyRelu(x), x => x > 0 ? x : 0.01 * x),
        Case(nameof(Ops.LeakyRelu), "slope 0.2", x => Ops.LeakyRelu(x, 0.2), x => x > 0 ? x : 0.2 * x),
        Case(nameof(Ops.Log), "positive", Ops.Log, Math.Log, (0.2, 5)),
        Case(nameof(Ops.Relu), "both signs", Ops.Relu, x => x > 0 ? x : 0),
        Case(nameof(Ops.Sigmoid), "moderate", Ops.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        Case(nameof(Ops.Sigmoid), "large", Ops.Sigmoid, x => 1 / (1 + Math.Exp(-x)), (-40, 40)),
        Case(nameof(Ops.Silu), "both signs", Ops.Silu, x => x / (1 + Math.Exp(-x))),
        Case(nameof(Ops.Softplus), "both signs", Ops.Softplus, x => Math.Log(1 + Math.Exp(x))),
        Case(nameof(Ops.Softplus), "above the threshold", Ops.Softplus, x => x, (20.5, 30)),
        Case(nameof(Ops.Sqrt), "positive", Ops.Sqrt, Math.Sqrt, (0.2, 5)),
        Case(nameof(Ops.Square), "both signs", Ops.Square, x => x * x),
        Case(nameof(Ops.Tanh), "both signs", Ops.Tanh, Math.Tanh),
        Case(nameof(Ops.Tanh), "near zero", Ops.Tanh, Math.Tanh, (-0.2, 0.2)),
        Case(nameof(Ops.Tanh), "large", Ops.Tanh, Math.Tanh, (-500, 500)),
    ];

    /// <param name="op">Name of the op.</param>
    /// <param name="name">Name of the case.</param>
    /// <param name="run">The op.</param>
    /// <param name="reference">The same function of one number.</param>
    /// <param name="range">Where the inputs lie; null for distinct numbers of both signs.</param>
    public static OpSample Case(
        string op, string name, Func<Tensor, Tensor> run, Func<double, double> reference, (double Low, double High)? range = null)
    {
        Shape shape = [2, 3, 6, 6];
        var input = range is var (low, high) ? OpInput.Uniform(shape, low, high) : OpInput.Distinct(shape);
        return new(op, name, [input with { Image = true }], x => run(x[0]), x => x[0].Map(reference))
        { Symmetry = SampleSymmetry.Equivariant };
    }
}
