using Equivariant.Samples;

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
        var args = ConcatOp.Places(y.Shape, axis, parts);
        for (var k = 0; k < parts.Length; k++)
            Launch<ConcatOp.Forward, ConcatOp.Args>(parts[k].Count, args[k], new Operands { Y = y, A = parts[k] }, 4);
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

internal sealed class ConcatOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Sample("axis 0", 0, [1, 3, 2], [3, 3, 2]),
        Sample("channels of three", 1, [2, 3, 4, 4], [2, 1, 4, 4], [2, 2, 4, 4]) with { Symmetry = SampleSymmetry.Equivariant },
        Sample("last axis", -1, [2, 3], [2, 5]),
        Sample("rows of images", 2, [1, 2, 4, 4], [1, 2, 4, 4]) with { Symmetry = SampleSymmetry.Broken },
        Sample("one alone", 1, [2, 3]),
        Sample("five axes", 2, [1, 2, 1, 3, 2], [1, 2, 3, 3, 2]),
    ];

    /// <summary>Where each part begins in the result.</summary>
    public static Args[] Places(Shape y, int axis, Tensor[] parts)
    {
        var inner = y.CountOf(axis + 1, y.Rank);
        var places = new Args[parts.Length];
        var start = 0;
        for (var k = 0; k < parts.Length; k++)
        {
            var block = parts[k].Shape[axis] * inner;
            places[k] = new(block, start, y[axis] * inner);
            start += block;
        }
        return places;
    }

    private static OpSample Sample(string name, int axis, params Shape[] shapes) =>
        new(nameof(Ops.Concat), name, [.. shapes.Select(shape => new OpInput(shape) { Image = true })],
            x => Ops.Concat(x, axis), x =>
        {
            var at = shapes[0].Axis(axis);
            return HostArray.From(shapes[0].With(at, shapes.Sum(shape => shape[at])), i =>
            {
                var (part, place) = (0, (int[])i.Clone());
                while (place[at] >= shapes[part][at])
                    place[at] -= shapes[part++][at];
                return x[part][place];
            });
        });

    /// <param name="Block">Elements of the part in one row of the result.</param>
    /// <param name="Start">Where they begin in the row.</param>
    /// <param name="Row">Elements of a row.</param>
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
