namespace Equivariant.Cpu;

/// <summary>Matrix products on the CPU: panels of the right operand are packed and multiplied with the rows of the left
/// one.</summary>
internal sealed unsafe class TunedMatrixProduct : ITuned<MatrixProductOp.Kernel, MatrixProductArgs>
{
    public bool TryRun(CpuDevice device, int count, in MatrixProductArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || args.Inner == 0)
            return false;
        VectorWidth.Run(device.VectorBits, new Launch(device, args, operands));
        return true;
    }

    private readonly struct Launch(CpuDevice device, MatrixProductArgs args, Operands operands) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var blocks = new MatrixBlocks<TVector>
            {
                Device = device, Args = args, Left = CpuDevice.Pointer<float>(operands.A),
                Right = CpuDevice.Pointer<float>(operands.B),
                Bias = args.HasBias != 0 ? CpuDevice.Pointer<float>(operands.C) : null,
                Result = CpuDevice.Pointer<float>(operands.Y),
            };
            device.Team.For(blocks.Count, 1, ref blocks);
        }
    }
}

/// <summary>A matrix product cut into blocks of some rows by the columns of one tile.</summary>
internal readonly unsafe struct MatrixBlocks<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Length of the sums that are kept in registers: a panel of so many rows fits the first-level cache.</summary>
    private const int RegisterSum = 192;

    /// <summary>Blocks that keep many cores busy.</summary>
    private const int Pieces = 32;

    public required CpuDevice Device { get; init; }

    public required MatrixProductArgs Args { get; init; }

    public required float* Left { get; init; }

    public required float* Right { get; init; }

    public required float* Bias { get; init; }

    public required float* Result { get; init; }

    /// <summary>Number of blocks; follows from the shapes alone.</summary>
    public int Count => Args.Batch * Panels * Splits;

    private static int Columns => MicroKernel<TVector>.Columns;

    private int Panels => (Args.Columns + Columns - 1) / Columns;

    private int RowsAtOnce =>
        Math.Clamp(Args.Rows / Math.Max(1, Pieces / (Args.Batch * Panels)) / MicroKernel<TVector>.Rows, 4, 32)
        * MicroKernel<TVector>.Rows;

    private int Splits => (Args.Rows + RowsAtOnce - 1) / RowsAtOnce;

    public void Run(int start, int end)
    {
        var rowsAtOnce = Math.Min(RowsAtOnce, Args.Rows);
        using var steps = new Rented<int>(Device.Pool, RegisterSum);
        using var offsets = new Rented<int>(Device.Pool, Panel<TVector>.ScratchSize(rowsAtOnce));
        using var packed = new Rented<float>(Device.Pool, RegisterSum * Columns);
        for (var k = 0; k < RegisterSum; k++)
            steps.Start[k] = k * Args.Left.Column;
        // Columns that a matrix lacks are never filled: nobody reads their sums, but they should be finite.
        new Span<float>(packed.Start, RegisterSum * Columns).Clear();
        for (var index = start; index < end; index++)
        {
            var (matrix, column) = (index / Splits / Panels, index / Splits % Panels * Columns);
            var row = index % Splits * rowsAtOnce;
            Block(matrix, row, Math.Min(rowsAtOnce, Args.Rows - row), column, steps.Start, offsets.Start, packed.Start);
        }
    }

    private void Block(int matrix, int row, int rows, int column, int* steps, int* offsets, float* packed)
    {
        for (var r = 0; r < rows; r++)
            offsets[r] = r * Args.Left.Row;
        Panel<TVector>.Extend(offsets, rows);
        var columns = Math.Min(Columns, Args.Columns - column);
        var left = Left + ((nint)matrix * Args.Left.Batch) + ((nint)row * Args.Left.Row);
        var right = Right + ((nint)matrix * Args.Right.Batch) + ((nint)column * Args.Right.Column);
        var result = Result + ((((nint)matrix * Args.Rows) + row) * Args.Columns) + column;
        for (var r = 0; Bias != null && r < rows; r++)
            Strip.Copy(Bias + column, result + ((nint)r * Args.Columns), columns);
        for (var k = 0; k < Args.Inner; k += RegisterSum)
        {
            var count = Math.Min(RegisterSum, Args.Inner - k);
            Pack(right + ((nint)k * Args.Right.Row), count, columns, packed);
            var panel = new Panel<TVector> { Start = packed, Stride = Columns, Columns = columns, Count = count };
            panel.Multiply(
                rows, left + ((nint)k * Args.Left.Column), offsets, steps, result, Args.Columns, k > 0 || Bias != null);
        }
    }

    private void Pack(float* right, int count, int columns, float* packed)
    {
        if (Args.Right.Row == 1)
        {
            Transposer.Run(right, Args.Right.Column, columns, count, packed, Columns);
            return;
        }
        for (var k = 0; k < count; k++)
            Strip.Gather(right + ((nint)k * Args.Right.Row), Args.Right.Column, packed + (k * Columns), columns);
    }
}
