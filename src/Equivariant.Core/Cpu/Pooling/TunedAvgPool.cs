using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Equivariant.Kernels;

namespace Equivariant.Cpu;

/// <summary>Average pooling: the rows of a window are added as vectors, then the columns within the one row that is
/// left.</summary>
internal sealed unsafe class TunedAvgPool : ITuned<AvgPoolOp.Forward, AvgPoolArgs>
{
    public bool TryRun(CpuDevice device, int count, in AvgPoolArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Images(args, operands);
        device.Team.For(count / args.Windows.OutputSize, PoolTable.Share(args.Windows), ref range);
        return true;
    }

    private readonly struct Images(in AvgPoolArgs args, in Operands operands) : IRange
    {
        private readonly PoolWindows windows = args.Windows;
        private readonly PoolTable depth = new(args.Windows.Depth, args.CountIncludePad != 0);
        private readonly PoolTable height = new(args.Windows.Height, args.CountIncludePad != 0);
        private readonly PoolTable width = new(args.Windows.Width, args.CountIncludePad != 0);
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var sums = (float*)NativeMemory.Alloc((nuint)windows.Width.In, sizeof(float));
            var output = y + ((long)start * windows.OutputSize);
            for (var image = start; image < end; image++)
            {
                for (var layer = 0; layer < windows.Depth.Out; layer++)
                {
                    for (var row = 0; row < windows.Height.Out; row++, output += windows.Width.Out)
                    {
                        AddRows(x + ((long)image * windows.InputSize), layer, row, new Span<float>(sums, windows.Width.In));
                        var extent = depth.Extents[layer] * height.Extents[row];
                        for (var column = 0; column < windows.Width.Out; column++)
                            output[column] = SumColumns(sums, column) / (extent * width.Extents[column]);
                    }
                }
            }
            NativeMemory.Free(sums);
        }

        private void AddRows(float* image, int layer, int row, Span<float> sums)
        {
            sums.Clear();
            for (var d = depth.Starts[layer]; d < depth.Ends[layer]; d++)
            {
                for (var h = height.Starts[row]; h < height.Ends[row]; h++)
                {
                    var line = new ReadOnlySpan<float>(
                        image + (((d * windows.Height.In) + h) * windows.Width.In), windows.Width.In);
                    TensorPrimitives.Add(sums, line, sums);
                }
            }
        }

        private float SumColumns(float* sums, int column)
        {
            var (first, last) = (width.Starts[column], width.Ends[column]);
            if (last - first >= 16)
                return (float)VectorSums.Sum(sums + first, last - first);
            var sum = 0f;
            for (var w = first; w < last; w++)
                sum += sums[w];
            return sum;
        }
    }
}
