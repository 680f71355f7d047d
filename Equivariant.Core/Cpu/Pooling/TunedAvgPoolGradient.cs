using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>
/// The gradient of average pooling: an output row is spread over the columns of its windows, and the result added to each of
/// their rows as vectors. Each thread owns whole images.
/// </summary>
internal sealed unsafe class TunedAvgPoolGradient : ITuned<AvgPoolOp.Backward, AvgPoolArgs>
{
    public bool TryRun(CpuDevice device, int count, in AvgPoolArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        using var room = new Rented<int>(device.Pool, PoolTable.Room(args.Windows));
        var range = new Images(args, operands, room.Start);
        device.Team.For(count / args.Windows.InputSize, PoolTable.Share(args.Windows), ref range);
        return true;
    }

    private readonly struct Images : IRange
    {
        private readonly PoolWindows windows;
        private readonly PoolTable depth, height, width;
        private readonly float* dx, dy;

        public Images(in AvgPoolArgs args, in Operands operands, int* room)
        {
            windows = args.Windows;
            (depth, height, width) = PoolTable.Of(windows, args.CountIncludePad != 0, room);
            dx = CpuDevice.Pointer<float>(operands.Y);
            dy = CpuDevice.Pointer<float>(operands.A);
        }

        /// <summary>Whether windows leave no column to two of them.</summary>
        private bool AreApart => width.Kernel > 0 && width.Stride >= width.Kernel;

        public void Run(int start, int end)
        {
            var (columns, outputs) = (windows.Width.In, windows.Width.Out);
            var spread = (float*)NativeMemory.Alloc((nuint)(columns + outputs + 32), sizeof(float));
            new Span<float>(spread, columns).Clear();
            var gradient = dy + ((long)start * windows.OutputSize);
            for (var image = start; image < end; image++)
            {
                var target = dx + ((long)image * windows.InputSize);
                new Span<float>(target, windows.InputSize).Clear();
                for (var layer = 0; layer < windows.Depth.Out; layer++)
                {
                    for (var row = 0; row < windows.Height.Out; row++, gradient += outputs)
                    {
                        var extent = depth.Extents[layer] * height.Extents[row];
                        if (AreApart)
                            SpreadApart(gradient, extent, spread);
                        else
                            SpreadColumns(gradient, extent, spread);
                        AddToRows(target, layer, row, spread);
                    }
                }
            }
            NativeMemory.Free(spread);
        }

        /// <summary>The columns between the windows stay zero.</summary>
        private void SpreadApart(float* gradient, int extent, float* spread)
        {
            var outputs = windows.Width.Out;
            var shares = spread + windows.Width.In + 16;
            Strip.Copy(gradient, shares, outputs);
            Strip.Divide(shares, extent * width.Kernel, outputs);
            for (var w = 0; w < width.Kernel; w++)
                Strip.Scatter(shares, spread + w, width.Stride, outputs);
        }

        private void SpreadColumns(float* gradient, int extent, float* spread)
        {
            new Span<float>(spread, windows.Width.In).Clear();
            for (var column = 0; column < windows.Width.Out; column++)
            {
                var share = gradient[column] / (extent * width.Extents[column]);
                for (var w = width.Starts[column]; w < width.Ends[column]; w++)
                    spread[w] += share;
            }
        }

        private void AddToRows(float* image, int layer, int row, float* spread)
        {
            for (var d = depth.Starts[layer]; d < depth.Ends[layer]; d++)
            {
                for (var h = height.Starts[row]; h < height.Ends[row]; h++)
                    Strip.AddTo(spread, image + (((d * windows.Height.In) + h) * windows.Width.In), windows.Width.In);
            }
        }
    }
}
