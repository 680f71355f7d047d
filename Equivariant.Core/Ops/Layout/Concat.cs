namespace Equivariant;

public static partial class Ops
{
    /// <summary>Tensors one behind the other along an axis, as PyTorch's <c>cat</c>.</summary>
    /// <param name="tensors">One or more, alike in all other axes.</param>
    /// <param name="axis">Which, negative ones from the end.</param>
    /// <exception cref="ShapeException">No tensors, or they differ in another axis.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis)
    {
        if (tensors.IsEmpty)
            throw new ShapeException("Concat: there is nothing to join.");
        var parts = tensors.ToArray();
        var first = parts[0].Shape;
        CheckAlike(nameof(Concat), parts[0], parts);
        axis = first.Axis(axis);
        var total = 0;
        foreach (var part in parts)
        {
            if (part.Shape.Rank != first.Rank || part.Shape.With(axis, first[axis]) != first)
                throw new ShapeException($"Concat: {first} and {part.Shape} differ in more than axis {axis}.");
            total = checked(total + part.Shape[axis]);
        }
        var y = New(first.With(axis, total), parts[0]);
        var args = new ConcatOp.Args[parts.Length];
        var (start, inner) = (0, first.CountOf(axis + 1, first.Rank));
        for (var k = 0; k < parts.Length; k++)
        {
            args[k] = new(parts[k].Shape[axis] * inner, start, total * inner);
            start += args[k].Block;
            Launch<ConcatOp.Forward, ConcatOp.Args>(parts[k].Count, args[k], new Operands { Y = y, A = parts[k] }, 4);
        }
        return Tape.Result(nameof(Concat), y, parts, (dy, gradients) =>
        {
            for (var k = 0; k < parts.Length; k++)
            {
                if (!gradients.Wants(parts[k]))
                    continue;
                var dx = New(parts[k].Shape, parts[k]);
                Launch<ConcatOp.Backward, ConcatOp.Args>(dx.Count, args[k], new Operands { Y = dx, A = dy }, 4);
                gradients.Add(parts[k], dx);
            }
        });
    }
}

internal static class ConcatOp
{
    /// <summary>In each <c>Row</c> of the result a part has <c>Block</c> elements from <c>Start</c> on.</summary>
    internal readonly record struct Args(int Block, int Start, int Row)
    {
        public int Place(int i) => (i / Block * Row) + Start + (i % Block);
    }

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[args.Place(i)] = b.A[i];
        }
    }

    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            dx[i] = b.A[args.Place(i)];
        }
    }
}
