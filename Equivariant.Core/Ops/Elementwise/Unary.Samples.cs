namespace Equivariant.Samples;

internal static class UnarySamples
{
    /// <summary>A case of a function of one element: every one of them turns with the image.</summary>
    public static OpSample Case(
        string op, string name, Func<Tensor, Tensor> run, Func<double, double> reference, Func<Shape, OpInput>? input = null) =>
        new(op, name, [(input ?? OpInput.Distinct)([2, 3, 6, 6]) with { Image = true }],
            x => run(x[0]), x => x[0].Map(reference))
        { Symmetry = SampleSymmetry.Equivariant };
}
