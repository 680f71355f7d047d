namespace Equivariant.Cpu;

/// <summary>
/// The gradient of average pooling: an output row is spread over the columns of its windows, and the result added to each of
/// their rows as vectors. Each thread owns whole images.
/// </summary>
internal sealed unsafe class TunedAvgPoolGradient : VectorKernel<AvgPoolOp.Backward, AvgPoolArgs>
{
    protected override (int Items, int Smallest) Share(int count, in AvgPoolArgs args) =>
        (count / args.Windows.InputSize, PoolTables.Share(args.Windows));

    protected override void Run<TVector>(int start, int end, in AvgPoolArgs args, in CpuOperands b)
    {
        var windows = args.Windows;
        var (columns, outputs) = (windows.Width.In, windows.Width.Out);
        using var room = new Rented<int>(b.Pool, PoolTables.ScratchSize(windows));
        var tables = new PoolTables(windows, args.CountIncludePad != 0, room.Start);
        var width = tables.Width;
        using var spread = new Rented<float>(b.Pool, columns + outputs + 32);
        new Span<float>(spread.Start, columns).Clear();
        var gradient = b.A + ((long)start * windows.OutputSize);
        for (var image = start; image < end; image++)
        {
            var target = b.Y + ((long)image * windows.InputSize);
            new Span<float>(target, windows.InputSize).Clear();
            for (var layer = 0; layer < windows.Depth.Out; layer++)
            {
                for (var row = 0; row < windows.Height.Out; row++, gradient += outputs)
                {
                    var extent = tables.Depth.Extents[layer] * tables.Height.Extents[row];
                    // Whether windows leave no column to two of them.
                    if (width.Kernel > 0 && width.Stride >= width.Kernel)
                        SpreadApart(width, gradient, extent, outputs, spread.Start, spread.Start + columns + 16);
                    else
                        SpreadColumns(width, gradient, extent, outputs, spread.Start, columns);
                    for (var d = tables.Depth.Starts[layer]; d < tables.Depth.Ends[layer]; d++)
                    {
                        for (var h = tables.Height.Starts[row]; h < tables.Height.Ends[row]; h++)
                            Strip.AddTo(spread.Start, target + (((d * windows.Height.In) + h) * columns), columns);
                    }
                }
            }
        }
    }

    /// <summary>The columns between the windows stay zero.</summary>
    private static void SpreadApart(
        in PoolTable width, float* gradient, int extent, int outputs, float* spread, float* shares)
    {
        Strip.Copy(gradient, shares, outputs);
        Strip.Divide(shares, extent * width.Kernel, outputs);
        for (var w = 0; w < width.Kernel; w++)
            Strip.Scatter(shares, spread + w, width.Stride, outputs);
    }

    private static void SpreadColumns(in PoolTable width, float* gradient, int extent, int outputs, float* spread, int columns)
    {
        new Span<float>(spread, columns).Clear();
        for (var column = 0; column < outputs; column++)
        {
            var share = gradient[column] / (extent * width.Extents[column]);
            for (var w = width.Starts[column]; w < width.Ends[column]; w++)
                spread[w] += share;
        }
    }
}
