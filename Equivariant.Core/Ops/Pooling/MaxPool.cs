namespace Equivariant;

public static partial class Ops
{
    /// <summary>The largest value of every window, as PyTorch's <c>max_pool1d</c> to <c>max_pool3d</c>;
    /// NaN counts as largest, and padding never wins.</summary>
    /// <returns>[N,C,spatial…]; the gradient goes to the first largest value of a window.</returns>
    /// <inheritdoc cref="AvgPool"/>
    public static Tensor MaxPool(Tensor x, PerAxis kernelSize, PerAxis? stride = null, PerAxis padding = default,
        bool ceilMode = false) =>
        MaxPoolOp.Apply(nameof(MaxPool), x,
            PoolWindows.Regular(nameof(MaxPool), x.Shape, kernelSize, stride, padding, ceilMode));

    /// <summary>The largest values of windows that share out the image, as PyTorch's <c>adaptive_max_pool</c>.</summary>
    /// <inheritdoc cref="AdaptiveAvgPool"/>
    public static Tensor AdaptiveMaxPool(Tensor x, PerAxis outputSize) =>
        MaxPoolOp.Apply(nameof(AdaptiveMaxPool), x, PoolWindows.Adaptive(nameof(AdaptiveMaxPool), x.Shape, outputSize));

    /// <summary>The largest value of every channel.</summary>
    /// <inheritdoc cref="GlobalAvgPool"/>
    public static Tensor GlobalMaxPool(Tensor x)
    {
        var y = MaxPoolOp.Apply(nameof(GlobalMaxPool), x, PoolWindows.Adaptive(nameof(GlobalMaxPool), x.Shape, 1));
        return View(y, [x.Shape[0], x.Shape[1]]);
    }
}

internal static class MaxPoolOp
{
    public static Tensor Apply(string op, Tensor x, PoolWindows windows)
    {
        Ops.CheckAlike(op, x);
        var y = Ops.New(windows.Result(x.Shape), x, op);
        var work = 2 * windows.WindowSize;
        var winners = Tape.WillRecord([x]) ? Ops.New(y.Shape, DType.Int32, x.Device, op) : null;
        if (winners is null)
            Ops.Launch<Largest, PoolWindows>(y.Count, windows, new Operands { Y = y, A = x }, work);
        else
            Ops.Launch<Forward, PoolWindows>(y.Count, windows, new Operands { Y = y, A = x, I = winners }, work);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<Backward, PoolWindows>(dx.Count, windows, new Operands { Y = dx, A = dy, I = winners }, 16);
            gradients.Add(x, dx);
        });
    }

    /// <summary>Index: output. Y = the largest of A in its window, I = its place in the image of A.</summary>
    internal readonly struct Forward : IKernel<PoolWindows>
    {
        static void IKernel<PoolWindows>.Run<T, TReal, TIndex>(int i, in PoolWindows args, in Buffers<TReal, TIndex> b)
        {
            var (y, x, winners) = (b.Y, b.A, b.I);
            var place = Winner<T, TReal>(i, args, x);
            y[i] = x[(i / args.OutputSize * args.InputSize) + place];
            winners[i] = place;
        }
    }

    /// <summary>The same where nobody asks for the places.</summary>
    internal readonly struct Largest : IKernel<PoolWindows>
    {
        static void IKernel<PoolWindows>.Run<T, TReal, TIndex>(int i, in PoolWindows args, in Buffers<TReal, TIndex> b)
        {
            var (y, x) = (b.Y, b.A);
            y[i] = x[(i / args.OutputSize * args.InputSize) + Winner<T, TReal>(i, args, x)];
        }
    }

    /// <summary>Index: input. Y = sum of A over the windows that this input won, by the places in I.</summary>
    internal readonly struct Backward : IKernel<PoolWindows>
    {
        static void IKernel<PoolWindows>.Run<T, TReal, TIndex>(int i, in PoolWindows args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy, winners) = (b.Y, b.A, b.I);
            var place = i % args.InputSize;
            var (image, layer, row, column) = Cell.Of(i, args.Input);
            var start = image * args.OutputSize;
            var sum = T.Zero;
            int back = args.Depth.EndOutput(layer), top = args.Height.FirstOutput(row), bottom = args.Height.EndOutput(row);
            int left = args.Width.FirstOutput(column), right = args.Width.EndOutput(column);
            for (var d = args.Depth.FirstOutput(layer); d < back; d++)
            {
                for (var h = top; h < bottom; h++)
                {
                    var line = start + (((d * args.Height.Out) + h) * args.Width.Out);
                    for (var w = left; w < right; w++)
                    {
                        if (winners[line + w] == place)
                            sum += dy[line + w];
                    }
                }
            }
            dx[i] = sum;
        }
    }

    /// <summary>The place in its image of the first largest element of a window; of those that are no numbers, the
    /// last.</summary>
    private static int Winner<T, TReal>(int i, in PoolWindows args, TReal x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var (image, layer, row, column) = Cell.Of(i, args.Output);
        var start = image * args.InputSize;
        var place = (((args.Depth.Start(layer) * args.Height.In) + args.Height.Start(row)) * args.Width.In)
            + args.Width.Start(column);
        var best = x[start + place];
        int back = args.Depth.End(layer), top = args.Height.Start(row), bottom = args.Height.End(row);
        int left = args.Width.Start(column), right = args.Width.End(column);
        for (var d = args.Depth.Start(layer); d < back; d++)
        {
            for (var h = top; h < bottom; h++)
            {
                var line = ((d * args.Height.In) + h) * args.Width.In;
                for (var w = left; w < right; w++)
                {
                    var value = x[start + line + w];
                    if (value > best || T.IsNaN(value))
                    {
                        best = value;
                        place = line + w;
                    }
                }
            }
        }
        return place;
    }
}
