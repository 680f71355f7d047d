namespace Equivariant.Cpu;

/// <summary>
/// Average pooling: the rows of a window are added as vectors, then the columns within the one row that is left. A window
/// that is the whole image is one long sum.
/// </summary>
internal sealed unsafe class TunedAvgPool : VectorKernel<AvgPoolOp.Forward, AvgPoolArgs>
{
    protected override (int Items, int Smallest) Share(int count, in AvgPoolArgs args) =>
        (count / args.Windows.OutputSize, PoolTables.Share(args.Windows));

    protected override void Run<TVector>(int start, int end, in AvgPoolArgs args, in CpuOperands b)
    {
        var windows = args.Windows;
        var (size, columns) = (windows.InputSize, windows.Width.Out);
        using var room = new Rented<int>(b.Pool, PoolTables.ScratchSize(windows));
        var tables = new PoolTables(windows, args.CountIncludePad != 0, room.Start);
        var isWhole = windows.OutputSize == 1 && windows.WindowSize == size
            && tables.Depth.Extents[0] * tables.Height.Extents[0] * tables.Width.Extents[0] == size;
        for (var image = start; isWhole && image < end; image++)
            b.Y[image] = (float)(VectorSums.Sum<TVector>(b.A + ((nint)image * size), size) / size);
        if (isWhole)
            return;
        using var sums = new Rented<float>(b.Pool, windows.Width.In + columns + 32);
        var output = b.Y + ((long)start * windows.OutputSize);
        for (var image = start; image < end; image++)
        {
            for (var layer = 0; layer < windows.Depth.Out; layer++)
            {
                for (var row = 0; row < windows.Height.Out; row++, output += columns)
                {
                    AddRows(windows, tables, b.A + ((long)image * size), layer, row, sums.Start);
                    var extent = tables.Depth.Extents[layer] * tables.Height.Extents[row];
                    if (tables.Width.Kernel > 0)
                        SumRegularColumns(tables.Width, sums.Start, sums.Start + windows.Width.In + 16, extent, output, columns);
                    else
                        SumColumns(tables.Width, sums.Start, extent, output, columns);
                }
            }
        }
    }

    private static void AddRows(
        in PoolWindows windows, in PoolTables tables, float* image, int layer, int row, float* sums)
    {
        var columns = windows.Width.In;
        var isFirst = true;
        for (var d = tables.Depth.Starts[layer]; d < tables.Depth.Ends[layer]; d++)
        {
            for (var h = tables.Height.Starts[row]; h < tables.Height.Ends[row]; h++, isFirst = false)
            {
                var line = image + (((d * windows.Height.In) + h) * columns);
                if (isFirst)
                    Strip.Copy(line, sums, columns);
                else
                    Strip.AddTo(line, sums, columns);
            }
        }
    }

    /// <summary>The first columns of all windows as one vector, then the second ones, …</summary>
    private static void SumRegularColumns(
        in PoolTable width, float* sums, float* part, int extent, float* output, int columns)
    {
        Strip.Gather(sums, width.Stride, output, columns);
        for (var w = 1; w < width.Kernel; w++)
        {
            Strip.Gather(sums + w, width.Stride, part, columns);
            Strip.AddTo(part, output, columns);
        }
        Strip.Divide(output, extent * width.Kernel, columns);
    }

    private static void SumColumns(in PoolTable width, float* sums, int extent, float* output, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            var sum = 0f;
            for (var w = width.Starts[column]; w < width.Ends[column]; w++)
                sum += sums[w];
            output[column] = sum / (extent * width.Extents[column]);
        }
    }
}
