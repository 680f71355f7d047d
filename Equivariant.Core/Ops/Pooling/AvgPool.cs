namespace Equivariant;

public static partial class Ops
{
    /// <summary>The mean of every window, as PyTorch's <c>avg_pool1d</c> to <c>avg_pool3d</c>.</summary>
    /// <param name="x">[N,C,spatial…], one to three spatial axes.</param>
    /// <param name="kernelSize">Extent of a window.</param>
    /// <param name="stride">Distance between windows; null for <paramref name="kernelSize"/>.</param>
    /// <param name="padding">Places around the image, zeros for means; at most half of <paramref name="kernelSize"/>.</param>
    /// <param name="countIncludePad">Divide by all places of the window; otherwise by those inside the image.</param>
    /// <param name="ceilMode">Keep windows that reach over the far border.</param>
    /// <exception cref="ShapeException">A setting is out of range or does not fit the input.</exception>
    public static Tensor AvgPool(
        Tensor x, PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default, bool countIncludePad = true,
        bool ceilMode = false)
    {
        var windows = PoolWindows.Regular(nameof(AvgPool), x.Shape, kernelSize, stride, padding, ceilMode);
        return AvgPoolOp.Apply(nameof(AvgPool), x, new(windows, countIncludePad ? 1 : 0));
    }

    /// <summary>The means of windows that share out the image, as PyTorch's <c>adaptive_avg_pool</c>.</summary>
    /// <param name="x">[N,C,spatial…], one to three spatial axes.</param>
    /// <param name="outputSize">Spatial extents of the result.</param>
    /// <exception cref="ShapeException">The output size is not positive or given for another number of axes.</exception>
    public static Tensor AdaptiveAvgPool(Tensor x, PerAxis outputSize) => AvgPoolOp.Apply(
        nameof(AdaptiveAvgPool), x, new(PoolWindows.Adaptive(nameof(AdaptiveAvgPool), x.Shape, outputSize), 0));

    /// <summary>The mean of every channel.</summary>
    /// <param name="x">[N,C,spatial…].</param>
    /// <returns>[N,C].</returns>
    /// <exception cref="ShapeException">The input has no spatial axes or is empty.</exception>
    public static Tensor GlobalAvgPool(Tensor x)
    {
        var y = AvgPoolOp.Apply(nameof(GlobalAvgPool), x, new(PoolWindows.Adaptive(nameof(GlobalAvgPool), x.Shape, 1), 0));
        return View(y, [x.Shape[0], x.Shape[1]]);
    }
}

/// <summary>Arguments of average pooling: the windows, and 1 where padding counts.</summary>
internal readonly record struct AvgPoolArgs(PoolWindows Windows, int CountIncludePad)
{
    /// <summary>What the sum of a window is divided by.</summary>
    public int Divisor(int layer, int row, int column)
    {
        var (depth, height, width) = (Windows.Depth, Windows.Height, Windows.Width);
        return CountIncludePad != 0
            ? depth.PaddedExtent(layer) * height.PaddedExtent(row) * width.PaddedExtent(column)
            : (depth.End(layer) - depth.Start(layer)) * (height.End(row) - height.Start(row))
            * (width.End(column) - width.Start(column));
    }
}

internal static class AvgPoolOp
{
    public static Tensor Apply(string op, Tensor x, AvgPoolArgs args) => Ops.ApplyLinear<Forward, Backward, AvgPoolArgs>(
        op, x, args.Windows.Result(x.Shape), args, 3 * args.Windows.WindowSize, 16);

    /// <summary>Index: output. Y = mean of A over its window.</summary>
    internal readonly struct Forward : IKernel<AvgPoolArgs>
    {
        static void IKernel<AvgPoolArgs>.Run<T, TReal, TIndex>(int i, in AvgPoolArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, x, windows) = (b.Y, b.A, args.Windows);
            var (image, layer, row, column) = Cell.Of(i, windows.Output);
            var start = image * windows.InputSize;
            // Compensated: a window may be a whole image.
            var sum = default(Compensated<T>);
            int back = windows.Depth.End(layer), top = windows.Height.Start(row), bottom = windows.Height.End(row);
            int left = windows.Width.Start(column), right = windows.Width.End(column);
            for (var d = windows.Depth.Start(layer); d < back; d++)
            {
                for (var h = top; h < bottom; h++)
                {
                    var line = start + (((d * windows.Height.In) + h) * windows.Width.In);
                    for (var w = left; w < right; w++)
                        sum += x[line + w];
                }
            }
            y[i] = sum.Sum / TReal.Of(args.Divisor(layer, row, column));
        }
    }

    /// <summary>Index: input. Y = sum of A over the windows that hold this input, each divided by its divisor.</summary>
    internal readonly struct Backward : IKernel<AvgPoolArgs>
    {
        static void IKernel<AvgPoolArgs>.Run<T, TReal, TIndex>(int i, in AvgPoolArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy, windows) = (b.Y, b.A, args.Windows);
            var (image, layer, row, column) = Cell.Of(i, windows.Input);
            var start = image * windows.OutputSize;
            var sum = T.Zero;
            int back = windows.Depth.EndOutput(layer), top = windows.Height.FirstOutput(row),
                bottom = windows.Height.EndOutput(row);
            int left = windows.Width.FirstOutput(column), right = windows.Width.EndOutput(column);
            for (var d = windows.Depth.FirstOutput(layer); d < back; d++)
            {
                for (var h = top; h < bottom; h++)
                {
                    var line = start + (((d * windows.Height.Out) + h) * windows.Width.Out);
                    for (var w = left; w < right; w++)
                        sum += dy[line + w] / TReal.Of(args.Divisor(d, h, w));
                }
            }
            dx[i] = sum;
        }
    }
}
