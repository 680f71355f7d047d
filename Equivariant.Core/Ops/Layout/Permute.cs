namespace Equivariant;

public static partial class Ops
{
    /// <summary>The axes in another order, in new memory, as PyTorch's <c>permute</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Axis k of the result is axis <c>axes[k]</c> of the input; negative ones from the end.</param>
    /// <exception cref="ShapeException">The axes are not those of the tensor, each once.</exception>
    public static Tensor Permute(Tensor x, params ReadOnlySpan<int> axes)
    {
        CheckAlike(nameof(Permute), x);
        var order = axes.ToArray();
        if (order.Length != x.Shape.Rank || !order.Select(x.Shape.Axis).Order().SequenceEqual(Enumerable.Range(0, order.Length)))
            throw new ShapeException($"Permute: [{string.Join(',', order)}] does not name every axis of {x.Shape} once.");
        order = [.. order.Select(x.Shape.Axis)];
        var inverse = Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis)).ToArray();
        var y = New([.. order.Select(axis => x.Shape[axis])], x);
        Launch<PermuteOp.Forward, StridedGrid>(y.Count, PermuteOp.Source(x.Shape, order), new Operands { Y = y, A = x }, 8);
        return Tape.Result(nameof(Permute), y, [x], (dy, gradients) => gradients.Add(x, Permute(dy, inverse)));
    }

    /// <summary>Two axes exchanged, in new memory.</summary>
    /// <param name="x">Two axes or more.</param>
    /// <param name="axisA">The one, negative ones from the end.</param>
    /// <param name="axisB">The other.</param>
    /// <exception cref="ShapeException">An axis does not exist.</exception>
    public static Tensor Transpose(Tensor x, int axisA = -2, int axisB = -1)
    {
        var (a, b) = (x.Shape.Axis(axisA), x.Shape.Axis(axisB));
        var order = Enumerable.Range(0, x.Shape.Rank).ToArray();
        (order[a], order[b]) = (b, a);
        return Permute(x, order);
    }
}

internal static class PermuteOp
{
    /// <summary>The elements of the input in the order of the result.</summary>
    public static StridedGrid Source(Shape x, ReadOnlySpan<int> axes)
    {
        Span<int> extents = [1, 1, 1, 1, 1], strides = [0, 0, 0, 0, 0];
        for (var k = 0; k < axes.Length; k++)
        {
            extents[^(axes.Length - k)] = x[axes[k]];
            strides[^(axes.Length - k)] = x.CountOf(axes[k] + 1, x.Rank);
        }
        return new StridedGrid(extents, strides);
    }

    internal readonly struct Forward : IKernel<StridedGrid>
    {
        static void IKernel<StridedGrid>.Run<T, TReal, TIndex>(int i, in StridedGrid source, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = b.A[source.Place(i)];
        }
    }
}
