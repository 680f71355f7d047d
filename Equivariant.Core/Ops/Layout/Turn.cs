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
