using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Equivariant.Kernels;

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
        var range = new Images(args, operands);
        device.Team.For(count / args.Windows.InputSize, PoolTable.Share(args.Windows), ref range);
        return true;
    }

    private readonly struct Images(in AvgPoolArgs args, in Operands operands) : IRange
    {
        private readonly PoolWindows windows = args.Windows;
        private readonly PoolTable depth = new(args.Windows.Depth, args.CountIncludePad != 0);
        private readonly PoolTable height = new(args.Windows.Height, args.CountIncludePad != 0);
        private readonly PoolTable width = new(args.Windows.Width, args.CountIncludePad != 0);
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var spread = (float*)NativeMemory.Alloc((nuint)windows.Width.In, sizeof(float));
            var gradient = dy + ((long)start * windows.OutputSize);
            for (var image = start; image < end; image++)
            {
                var target = dx + ((long)image * windows.InputSize);
                new Span<float>(target, windows.InputSize).Clear();
                for (var layer = 0; layer < windows.Depth.Out; layer++)
                {
                    for (var row = 0; row < windows.Height.Out; row++, gradient += windows.Width.Out)
                    {
                        SpreadColumns(gradient, depth.Extents[layer] * height.Extents[row], spread);
                        AddToRows(target, layer, row, new Span<float>(spread, windows.Width.In));
                    }
                }
            }
            NativeMemory.Free(spread);
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

        private void AddToRows(float* image, int layer, int row, Span<float> spread)
        {
            for (var d = depth.Starts[layer]; d < depth.Ends[layer]; d++)
            {
                for (var h = height.Starts[row]; h < height.Ends[row]; h++)
                {
                    var line = new Span<float>(image + (((d * windows.Height.In) + h) * windows.Width.In), windows.Width.In);
                    TensorPrimitives.Add(line, spread, line);
                }
            }
        }
    }
}
