namespace Equivariant;

/// <summary>
/// A batch of matrix products y[b,i,j] = Σ a[b,i,k] · b[b,k,j], by strides, so that transposed operands need no copy.
/// </summary>
internal readonly record struct MatrixProductArgs
{
    public int Batch { get; init; }

    public int Rows { get; init; }

    public int Columns { get; init; }

    public int Inner { get; init; }

    /// <summary>Steps of the left operand for the next matrix, row and column.</summary>
    public MatrixSteps Left { get; init; }

    /// <summary>Steps of the right operand.</summary>
    public MatrixSteps Right { get; init; }

    /// <summary>Whether C holds a number per column to add.</summary>
    public int HasBias { get; init; }

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
            var sum = args.HasBias != 0 ? b.C[column] : T.Zero;
            // Kahan's compensation, as in Sum.
            var lost = T.Zero;
            for (var k = 0; k < args.Inner; k++)
            {
                var term = (left[a + (k * args.Left.Column)] * right[at + (k * args.Right.Row)]) - lost;
                var next = sum + term;
                lost = next - sum - term;
                sum = next;
            }
            var y = b.Y;
            y[i] = sum;
        }
    }
}
