namespace Equivariant.Samples;

internal sealed class BinarySamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        .. Cases(nameof(Ops.Add), Ops.Add, (a, b) => a + b), .. Cases(nameof(Ops.Subtract), Ops.Subtract, (a, b) => a - b),
        .. Cases(nameof(Ops.Multiply), Ops.Multiply, (a, b) => a * b),
        .. Cases(nameof(Ops.Divide), Ops.Divide, (a, b) => a / b, shape => OpInput.Uniform(shape, 0.5, 2)),
    ];

    private static IEnumerable<OpSample> Cases(
        string op, Func<Tensor, Tensor, Tensor> run, Func<double, double, double> reference, Func<Shape, OpInput>? right = null)
    {
        right ??= shape => new OpInput(shape);
        (Shape, Shape, string)[] cases =
        [
            ([2, 3, 4, 4], [2, 3, 4, 4], "same shape"), ([2, 3, 4, 5], [3, 1, 1], "per channel"),
            ([2, 1, 5], [4, 1], "both ways"),
            ([3], [2, 3], "left smaller"), ([2, 3], [], "scalar"), ([2, 1, 2, 1, 3], [1, 3, 1, 2, 1], "five axes"),
        ];
        foreach (var (left, other, name) in cases)
        {
            yield return new OpSample(op, name, [new(left) { Image = true }, right(other) with { Image = left == other }],
                x => run(x[0], x[1]),
                x => HostArray.From(Shape.Broadcast(left, other, op), i => reference(x[0].Spread(i), x[1].Spread(i))))
            {
                Symmetry = left == other ? SampleSymmetry.Equivariant : SampleSymmetry.None,
            };
        }
    }
}
