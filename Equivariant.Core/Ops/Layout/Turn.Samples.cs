namespace Equivariant.Samples;

internal sealed class TurnSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        .. SymmetryGroups.D4.Elements.Select(element => Sample([2, 3, 4], element)),
        .. new SignedPermutation[] { new([2, 0, 1], [1, -1, 1]), new([0, 2, 1], [-1, 1, -1]) }
            .Select(element => Sample([2, 2, 3, 4], element)),
        Sample([5], SignedPermutation.Reversal),
    ];

    private static OpSample Sample(Shape shape, SignedPermutation element) =>
        new(nameof(Ops.Turn), $"{shape} by {element.Name}", [new(shape)], x => Ops.Turn(x[0], element), x =>
        {
            var sizes = shape.ToArray()[^element.Rank..];
            var gather = element.MapGrid(sizes);
            var values = new double[x[0].Values.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = x[0].Values[(i / gather.Length * gather.Length) + gather[i % gather.Length]];
            return new([.. shape.ToArray()[..^element.Rank], .. element.MapSizes(sizes)], values);
        });
}
