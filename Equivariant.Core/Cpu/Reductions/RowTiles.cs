namespace Equivariant.Cpu;

/// <summary>Work on the rows of one vector, a lane each, in the order of the plain body.</summary>
internal unsafe interface IRowFunction
{
    /// <summary>Does some neighbouring rows, at most a vector of them.</summary>
    /// <param name="a">Element k of each row, from k · <paramref name="width"/> on; replaced by the result.</param>
    /// <param name="b">The same of the second operand.</param>
    /// <param name="width">Elements from k to k; lanes beyond the rows hold anything.</param>
    /// <param name="count">Elements of a row.</param>
    /// <param name="row">Index of the first row.</param>
    /// <param name="rows">Number of rows.</param>
    void Apply<TVector>(float* a, float* b, int width, int count, int row, int rows) where TVector : struct, IVector<TVector>;
}

/// <summary>
/// Brings rows along any axis side by side into a tile that stays in the cache, and the result back: the rows of pixels lie so
/// already, those of a matrix are transposed.
/// </summary>
internal static unsafe class RowTiles
{
    /// <summary>Elements, each with an exponential, that are worth a thread.</summary>
    private const int SmallestShare = 4096;

    /// <summary>Rows in a tile; fewer where rows are long, so that it still fits the cache.</summary>
    private const int Wide = 64, Narrow = 16, LongRow = 256;

    /// <summary>Y = f(A, B) row by row, with B left out where there is none; false for other types than single
    /// precision.</summary>
    public static bool TryRun<TFunction>(CpuDevice device, int rows, RowArgs args, in Operands operands, TFunction function)
        where TFunction : struct, IRowFunction
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        Run(device, rows, args, operands.Y, operands.A!, operands.B, function);
        return true;
    }

    /// <summary>Runs a function on all rows; <paramref name="y"/> is null where the function stores what it finds
    /// itself.</summary>
    public static void Run<TFunction>(
        CpuDevice device, int rows, RowArgs args, Tensor? y, Tensor a, Tensor? b, TFunction function)
        where TFunction : struct, IRowFunction =>
        VectorWidth.For(device, rows, Math.Max(Narrow, SmallestShare / args.Count),
            new Tiles<TFunction>(device, args, y, a, b, function));

    private readonly struct Tiles<TFunction>(
        CpuDevice device, RowArgs args, Tensor? target, Tensor first, Tensor? second, TFunction function) : IVectorRange
        where TFunction : struct, IRowFunction
    {
        private readonly float* y = CpuDevice.Pointer<float>(target);
        private readonly float* a = CpuDevice.Pointer<float>(first);
        private readonly float* b = CpuDevice.Pointer<float>(second);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            var width = args.Count > LongRow ? Narrow : Wide;
            using var tiles = new Rented<float>(device.Pool, 2L * width * args.Count);
            float* tileA = tiles.Start, tileB = tileA + ((nint)width * args.Count);
            for (var row = start; row < end; row += width)
            {
                var rows = Math.Min(width, end - row);
                Load(a, row, rows, tileA, width);
                if (b != null)
                    Load(b, row, rows, tileB, width);
                for (var lane = 0; lane < rows; lane += TVector.Count)
                {
                    function.Apply<TVector>(
                        tileA + lane, tileB + lane, width, args.Count, row + lane, Math.Min(TVector.Count, rows - lane));
                }
                if (y != null)
                    Store(tileA, width, y, row, rows);
            }
        }

        private void Load(float* x, int row, int rows, float* tile, int width)
        {
            if (args.Inner == 1)
            {
                Transposer.Run(x + ((nint)row * args.Count), args.Count, rows, args.Count, tile, width);
                return;
            }
            for (int lane = 0, beside; lane < rows; lane += beside)
            {
                beside = Beside(row + lane, rows - lane);
                var from = x + args.Start(row + lane);
                for (var k = 0; k < args.Count; k++)
                    Strip.Copy(from + ((nint)k * args.Inner), tile + ((nint)k * width) + lane, beside);
            }
        }

        private void Store(float* tile, int width, float* to, int row, int rows)
        {
            if (args.Inner == 1)
            {
                Transposer.Run(tile, width, args.Count, rows, to + ((nint)row * args.Count), args.Count);
                return;
            }
            for (int lane = 0, beside; lane < rows; lane += beside)
            {
                beside = Beside(row + lane, rows - lane);
                var target = to + args.Start(row + lane);
                for (var k = 0; k < args.Count; k++)
                    Strip.Copy(tile + ((nint)k * width) + lane, target + ((nint)k * args.Inner), beside);
            }
        }

        /// <summary>How many rows from one on lie side by side.</summary>
        private int Beside(int row, int rows) => Math.Min(rows, args.Inner - (row % args.Inner));
    }
}
