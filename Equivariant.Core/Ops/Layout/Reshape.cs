namespace Equivariant;

public static partial class Ops
{
    /// <summary>The same elements under another shape, sharing memory.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The new extents; one of them may be −1 and is then what remains.</param>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public static Tensor Reshape(Tensor x, params ReadOnlySpan<int> axes)
    {
        var extents = axes.ToArray();
        var open = Array.IndexOf(extents, -1);
        var known = extents.Where((_, axis) => axis != open).Aggregate(1L, (count, extent) => count * extent);
        if (open >= 0 && known > 0)
            extents[open] = (int)(x.Shape.Count / known);
        var wanted = string.Join(',', axes.ToArray());
        if (extents.Any(extent => extent < 0) || new Shape(extents).Count != x.Shape.Count)
            throw new ShapeException($"Reshape: {x.Shape} has {x.Shape.Count} elements and does not become [{wanted}].");
        return View(x, new Shape(extents));
    }

    /// <summary>Merges the axes from <paramref name="startAxis"/> on into one, as PyTorch's <c>flatten</c>.</summary>
    public static Tensor Flatten(Tensor x, int startAxis = 1) =>
        View(x, [.. x.Shape.ToArray().AsSpan(0, startAxis), x.Shape.CountOf(startAxis, x.Shape.Rank)]);

    /// <summary>Reshape without its checks.</summary>
    internal static Tensor View(Tensor x, Shape shape)
    {
        if (x.Shape == shape)
            return x;
        var y = x.View(shape);
        Tape.Current?.Own(y);
        return Tape.Result(nameof(Reshape), y, [x], (dy, gradients) => gradients.Add(x, View(dy, x.Shape)));
    }
}
