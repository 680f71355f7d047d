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
        var args = new MatrixProductArgs(
            batch, rows, columns, inner, new(rows * inner, inner, 1), new(inner * columns, columns, 1), 0);
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
