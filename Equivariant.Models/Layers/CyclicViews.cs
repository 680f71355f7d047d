namespace Equivariant.Layers;

/// <summary>
/// Views on the batch axis: block h of [|G|·N, …] holds the images turned by the inverse of element h, so that turning it by h
/// aligns it with the image. An image turned by r has the view of r⁻¹·h in block h.
/// </summary>
internal static class CyclicViews
{
    /// <summary>The view of an element.</summary>
    public static Tensor Of(Tensor x, SymmetryGroup group, int element)
    {
        var images = x.Shape[0] / group.Order;
        return Ops.Slice(x, 0, element * images, images);
    }

    /// <summary>The view turned by an element; a view without spatial axes stays as it is.</summary>
    public static Tensor Turned(Tensor view, SymmetryGroup group, int element) =>
        view.Shape.Rank > 2 ? Ops.Turn(view, group.Elements[element]) : view;

    /// <summary>Refuses what has no views.</summary>
    /// <exception cref="ShapeException">The batch does not divide, or images do not turn into images of their size.</exception>
    public static void Check(string layer, Tensor x, SymmetryGroup group, bool hasViews)
    {
        var shape = x.Shape;
        if (hasViews && (shape.Rank < 2 || shape[0] % group.Order != 0))
            throw new ShapeException(
                $"{layer}: the batch of {shape} must hold {group.Order} views of each image; slice the images first.");
        if (shape.Rank <= 2 && hasViews)
            return;
        if (shape.Rank != group.Rank + 2)
            throw new ShapeException($"{layer}: {group} turns {group.Rank} spatial axes, the input is {shape}.");
        foreach (var element in group.Elements)
        {
            for (var axis = 0; axis < group.Rank; axis++)
            {
                if (shape[axis + 2] != shape[element.Axis(axis) + 2])
                    throw new ShapeException($"{layer}: {element.Name} exchanges axes of {shape}, which must be of one length.");
            }
        }
    }
}
