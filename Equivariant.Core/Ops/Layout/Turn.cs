using Equivariant.Samples;

namespace Equivariant;

public static partial class Ops
{
    /// <summary>Images or volumes turned or mirrored as a whole: what stood at p stands at g·p afterwards. Bit-exact.</summary>
    /// <param name="x">[…, spatial…], as many last axes as the element acts on; those that it exchanges change places.</param>
    /// <param name="element">The symmetry.</param>
    /// <exception cref="ShapeException">Fewer axes than the element acts on.</exception>
    public static Tensor Turn(Tensor x, SignedPermutation element)
    {
        CheckAlike(nameof(Turn), x);
        var lead = x.Shape.Rank - element.Rank;
        if (lead < 0)
            throw new ShapeException($"Turn: {element.Name} acts on {element.Rank} axes, the input is {x.Shape}.");
        var y = !element.SwapsAxes ? x : Permute(x,
            [.. Enumerable.Range(0, lead), .. Enumerable.Range(0, element.Rank).Select(axis => lead + element.Axis(axis))]);
        for (var axis = 0; axis < element.Rank; axis++)
        {
            if (element.Sign(axis) < 0)
                y = Flip(y, lead + axis);
        }
        return ReferenceEquals(x, y) ? Copy(x) : y;
    }
}

internal sealed class TurnOp : IOpSamples
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
