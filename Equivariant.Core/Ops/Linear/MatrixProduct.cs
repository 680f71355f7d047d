namespace Equivariant;

/// <summary>
/// A batch of matrix products y[b,i,j] = Σ a[b,i,k] · b[b,k,j], by strides, so that transposed operands need no copy.
/// With HasBias, C holds a number per column of y to add.
/// </summary>
internal readonly record struct MatrixProductArgs(
    int Batch, int Rows, int Columns, int Inner, MatrixSteps Left, MatrixSteps Right, int HasBias)
{
    /// <summary>dleft = dy·rightᵀ: left operand dy, right operand the right one.</summary>
    public MatrixProductArgs ForLeftGradient() => this with
    {
        Columns = Inner,
        Inner = Columns,
        Left = new(Rows * Columns, Columns, 1),
        Right = new(Right.Batch, Right.Column, Right.Row),
        HasBias = 0,
    };

    /// <summary>dright = leftᵀ·dy: left operand the left one, right operand dy; the result is [Batch, Inner, Columns].</summary>
    public MatrixProductArgs ForRightGradient() => this with
    {
        Rows = Inner,
        Inner = Rows,
        Left = new(Left.Batch, Left.Column, Left.Row),
        Right = new(Rows * Columns, Columns, 1),
        HasBias = 0,
    };

    /// <summary>drightᵀ = dyᵀ·left: left operand dy, right operand the left one; the result is [Batch, Columns, Inner].</summary>
    public MatrixProductArgs ForTransposedRightGradient() => this with
    {
        Rows = Columns,
        Columns = Inner,
        Inner = Rows,
        Left = new(Rows * Columns, 1, Columns),
        Right = Left,
        HasBias = 0,
    };
}

/// <summary>From matrix to matrix of a batch, from row to row, from column to column. A type of its own: a tuple's fields may lie
/// in any order in memory, and a GPU reads them in the order they are declared.</summary>
internal readonly record struct MatrixSteps(int Batch, int Row, int Column);

internal static class MatrixProductOp
{
    /// <summary>The product of the matrices in A and B, plus the row in C; y is [Batch, Rows, Columns].</summary>
    internal readonly struct Kernel : IKernel<MatrixProductArgs>
    {
        static void IKernel<MatrixProductArgs>.Run<T, TReal, TIndex>(int i, in MatrixProductArgs args,
            in Buffers<TReal, TIndex> b)
        {
            var (left, right) = (b.A, b.B);
            var column = i % args.Columns;
            var row = i / args.Columns % args.Rows;
            var matrix = i / args.Columns / args.Rows;
            var a = (matrix * args.Left.Batch) + (row * args.Left.Row);
            var at = (matrix * args.Right.Batch) + (column * args.Right.Column);
            var sum = new Compensated<T>(args.HasBias != 0 ? b.C[column] : T.Zero, T.Zero);
            for (var k = 0; k < args.Inner; k++)
                sum += left[a + (k * args.Left.Column)] * right[at + (k * args.Right.Row)];
            var y = b.Y;
            y[i] = sum.Sum;
        }
    }
}
