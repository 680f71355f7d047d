namespace Equivariant.Gpu;

/// <summary>Matrix products by tiles in shared memory.</summary>
internal sealed class GpuMatrixProduct : IGpuTuned<MatrixProductOp.Kernel, MatrixProductArgs>
{
    /// <summary>Rows and columns below which most of a tile would be empty.</summary>
    private const int Smallest = 8;

    public bool TryRun(GpuDevice device, int count, in MatrixProductArgs args, in Operands operands)
    {
        var rowTiles = Tile.Count(args.Rows);
        if (operands.Y.DType != DType.Float32 || args.Rows < Smallest || args.Columns < Smallest
            || !Tile.Fits(device, rowTiles, args.Batch))
        {
            return false;
        }
        var views = device.Views(operands);
        device.Run(Tile.Config(Tile.Count(args.Columns), rowTiles, args.Batch), Product,
            new Shape(args), views.A, views.B, views.C, views.Y);
        return true;
    }

    /// <summary>y = left·right + bias.</summary>
    [GpuKernel]
    public static void Product(
        Shape shape, ArrayView<float> left, ArrayView<float> right, ArrayView<float> bias, ArrayView<float> y)
    {
        var lefts = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var rights = SharedMemory.Allocate<Float4>(2 * Tile.Fours);
        var lane = (Group.IdxY * Tile.Across) + Group.IdxX;
        var (firstRow, firstColumn) = (Grid.IdxY * Tile.Size, Grid.IdxX * Tile.Size);
        var l = Lane.Of(lane, shape.LeftInner == 1);
        var r = Lane.Of(lane, shape.RightInner == 1);
        var (row, column) = (firstRow + l.Outer, firstColumn + r.Outer);
        var leftAt = (Grid.IdxZ * shape.LeftBatch) + (row * shape.LeftRow) + (l.Inner * shape.LeftInner);
        var leftStep = l.InnerStep * shape.LeftInner;
        var leftNext = (l.OuterNext * shape.LeftRow) + (l.InnerNext * shape.LeftInner);
        var rightAt = (Grid.IdxZ * shape.RightBatch) + (column * shape.RightColumn) + (r.Inner * shape.RightInner);
        var rightStep = r.InnerStep * shape.RightInner;
        var rightNext = (r.OuterNext * shape.RightColumn) + (r.InnerNext * shape.RightInner);

        var sums = default(TileSums);
        var before = 0;
        for (int slice = 0, inner = shape.Inner; inner > -Tile.Depth; slice++, inner -= Tile.Depth)
        {
            var (l0, l1) = (
                Guarded.Load(left, leftAt, leftStep, row < shape.Rows ? inner - l.Inner : 0, l.InnerStep),
                Guarded.Load(left, leftAt + leftNext, leftStep, row + l.OuterNext < shape.Rows ? inner - l.Inner - l.InnerNext : 0,
                    l.InnerStep));
            var (r0, r1) = (
                Guarded.Load(right, rightAt, rightStep, column < shape.Columns ? inner - r.Inner : 0, r.InnerStep),
                Guarded.Load(right, rightAt + rightNext, rightStep,
                    column + r.OuterNext < shape.Columns ? inner - r.Inner - r.InnerNext : 0, r.InnerStep));
            sums = Tile.Multiply(sums, lefts, rights, slice - 1, before);
            Lane.Fill(l, lefts, (slice & 1) * 4 * Tile.Fours, Tile.Pitch, l0, l1);
            Lane.Fill(r, rights, (slice & 1) * 4 * Tile.Fours, Tile.Pitch, r0, r1);
            Group.Barrier();
            before = inner < Tile.Depth ? inner : Tile.Depth;
            leftAt += Tile.Depth * shape.LeftInner;
            rightAt += Tile.Depth * shape.RightInner;
        }

        row = firstRow + (Group.IdxY * 8);
        column = firstColumn + (Group.IdxX * 4);
        var columnsLeft = shape.Columns - column;
        if (shape.HasBias != 0)
            sums = TileSums.Add(sums, Float4.Ones, Float4.Ones, Guarded.Load(bias, column, 1, columnsLeft, 1));
        Tile.Write(y, (((Grid.IdxZ * shape.Rows) + row) * shape.Columns) + column, shape.Columns, shape.Rows - row, columnsLeft,
            sums);
    }

    /// <summary><see cref="MatrixProductArgs"/> as fields, without its tuples.</summary>
    internal readonly struct Shape(in MatrixProductArgs args)
    {
        public readonly int Rows = args.Rows, Columns = args.Columns, Inner = args.Inner, HasBias = args.HasBias;
        public readonly int LeftBatch = args.Left.Batch, LeftRow = args.Left.Row, LeftInner = args.Left.Column;
        public readonly int RightBatch = args.Right.Batch, RightInner = args.Right.Row, RightColumn = args.Right.Column;
    }
}
