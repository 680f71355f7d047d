using Equivariant.Samples;

namespace Equivariant;

public static partial class Ops
{
    /// <summary>Matrix product over the last two axes; the axes before them broadcast, as in PyTorch's <c>matmul</c>.</summary>
    /// <param name="a">[…,M,K].</param>
    /// <param name="b">[…,K,N].</param>
    /// <returns>[…,M,N].</returns>
    /// <exception cref="ShapeException">A vector, inner extents that differ, or leading axes that do not broadcast.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        CheckAlike(nameof(MatMul), a, b);
        if (a.Shape.Rank < 2 || b.Shape.Rank < 2)
            throw new ShapeException(
                $"MatMul: {a.Shape} and {b.Shape} must both have rows and columns; reshape the vector to a matrix.");
        var (rows, inner, columns) = (a.Shape[-2], a.Shape[-1], b.Shape[-1]);
        if (b.Shape[-2] != inner)
            throw new ShapeException(
                $"MatMul: {a.Shape} has {inner} columns, {b.Shape} has {b.Shape[-2]} rows; they must be as many.");
        Shape leadA = Lead(a.Shape), leadB = Lead(b.Shape);
        var lead = Shape.Broadcast(leadA, leadB, nameof(MatMul));
        Shape result = [.. lead, rows, columns];
        if (b.Shape.Rank == 2)
            return View(MatrixProduct(View(a, [1, a.Shape.CountOf(0, a.Shape.Rank - 1), inner]), View(b, [1, inner, columns])),
                result);
        if (leadA != lead)
            a = Expand(a, [.. lead, rows, inner]);
        if (leadB != lead)
            b = Expand(b, [.. lead, inner, columns]);
        var batch = (int)lead.Count;
        return View(MatrixProduct(View(a, [batch, rows, inner]), View(b, [batch, inner, columns])), result);
    }

    /// <summary>The product of [B,M,K] and [B,K,N].</summary>
    private static Tensor MatrixProduct(Tensor a, Tensor b)
    {
        var (batch, rows, inner, columns) = (a.Shape[0], a.Shape[1], a.Shape[2], b.Shape[2]);
        var args = new MatrixProductArgs
        {
            Batch = batch, Rows = rows, Columns = columns, Inner = inner,
            Left = new(rows * inner, inner, 1), Right = new(inner * columns, columns, 1),
        };
        var y = MultiplyMatrices(nameof(MatMul), a, b, null, [batch, rows, columns], args);
        return Tape.Result(nameof(MatMul), y, [a, b], (dy, gradients) =>
        {
            if (gradients.Wants(a))
                gradients.Add(a, MultiplyMatrices(nameof(MatMul), dy, b, null, a.Shape, args.ForLeftGradient()));
            if (gradients.Wants(b))
                gradients.Add(b, MultiplyMatrices(nameof(MatMul), a, dy, null, b.Shape, args.ForRightGradient()));
        });
    }

    private static Tensor MultiplyMatrices(
        string op, Tensor left, Tensor right, Tensor? bias, Shape shape, in MatrixProductArgs args) =>
        MultiplyMatrices(New(shape, left, op), left, right, bias, args);

    private static Tensor MultiplyMatrices(Tensor y, Tensor left, Tensor right, Tensor? bias, in MatrixProductArgs args)
    {
        Launch<MatrixProductOp.Kernel, MatrixProductArgs>(
            y.Count, args, new Operands { Y = y, A = left, B = right, C = bias }, 4 * args.Inner);
        return y;
    }

    private static Shape Lead(Shape shape) => new(shape.ToArray().AsSpan(0, shape.Rank - 2));
}

internal sealed class MatMulOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            (Shape, Shape, string)[] cases =
            [
                ([5, 7], [7, 3], "matrices"), ([1, 1], [1, 1], "one number"), ([3, 4, 5], [3, 5, 2], "batched"),
                ([2, 3, 4, 5], [5, 6], "many times one"), ([4, 5], [3, 5, 2], "one times many"),
                ([2, 1, 3, 4], [5, 4, 2], "leading axes broadcast"), ([33, 129], [129, 50], "larger than a tile"),
            ];
            foreach (var (a, b, name) in cases)
                yield return new(nameof(Ops.MatMul), name, [new(a), new(b)], x => Ops.MatMul(x[0], x[1]),
                    x => Reference(x[0], x[1]));
        }
    }

    private static HostArray Reference(HostArray a, HostArray b)
    {
        var rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        int Lead(Shape shape, int axis) => axis <= shape.Rank ? shape[-axis] : 1;
        var lead = Enumerable.Range(3, rank - 2).Reverse().Select(axis => Math.Max(Lead(a.Shape, axis), Lead(b.Shape, axis)));
        return HostArray.From([.. lead, a.Shape[-2], b.Shape[-1]], index =>
        {
            int[] At(HostArray x, int row, int column) => [.. Enumerable.Range(0, x.Shape.Rank - 2)
                .Select(axis => x.Shape[axis] == 1 ? 0 : index[axis + rank - x.Shape.Rank]), row, column];
            return Enumerable.Range(0, a.Shape[-1]).Sum(k => a[At(a, index[^2], k)] * b[At(b, k, index[^1])]);
        });
    }
}
