namespace Equivariant;

public static partial class Ops
{
    /// <summary>A window of the last axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="starts">First element of each of the last 1 to 3 axes, outermost first.</param>
    /// <param name="sizes">Elements to take, as many numbers as <paramref name="starts"/>.</param>
    /// <exception cref="ShapeException">The window reaches beyond the tensor.</exception>
    public static Tensor Crop(Tensor x, ReadOnlySpan<int> starts, ReadOnlySpan<int> sizes)
    {
        if (starts.Length != sizes.Length || starts.Length is < 1 or > 3 || starts.Length > x.Shape.Rank)
        {
            throw new ShapeException($"Crop: {starts.Length} starts and {sizes.Length} sizes do not fit {x.Shape}; "
                + "give one number each for the last 1 to 3 axes.");
        }
        Span<int> before = stackalloc int[starts.Length], after = stackalloc int[starts.Length];
        for (var k = 0; k < starts.Length; k++)
        {
            var axis = x.Shape.Rank - starts.Length + k;
            CheckRange(nameof(Crop), x.Shape, axis, starts[k], sizes[k]);
            (before[k], after[k]) = (-starts[k], starts[k] + sizes[k] - x.Shape[axis]);
        }
        return Pad(x, before, after);
    }

    /// <summary>A range of one axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Which, negative ones from the end.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">Elements to take.</param>
    /// <exception cref="ShapeException">The range reaches beyond the axis.</exception>
    public static Tensor Slice(Tensor x, int axis, int start, int count)
    {
        axis = x.Shape.Axis(axis);
        CheckRange(nameof(Slice), x.Shape, axis, start, count);
        var inner = x.Shape.CountOf(axis + 1, x.Shape.Rank);
        return PadOp.Apply(nameof(Slice), x, x.Shape.With(axis, count),
            new(PaddingMode.Zeros, 0, new(1, x.Shape[axis], inner), new(1, count, inner), new(0, -start, 0)));
    }

    private static void CheckRange(string op, Shape x, int axis, int start, int count)
    {
        if (start < 0 || count < 0 || start > x[axis] - count)
        {
            throw new ShapeException(
                $"{op}: elements {start} to {start + (long)count - 1} of axis {axis} of {x} do not all exist.");
        }
    }
}
