using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>
/// Average pooling: the rows of a window are added as vectors, then the columns within the one row that is left. A window
/// that is the whole image is one long sum.
/// </summary>
internal sealed unsafe class TunedAvgPool : ITuned<AvgPoolOp.Forward, AvgPoolArgs>
{
    public bool TryRun(CpuDevice device, int count, in AvgPoolArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var windows = args.Windows;
        using var room = new Rented<int>(device.Pool, PoolTable.Room(windows));
        var range = new Images(args, operands, room.Start);
        if (windows.OutputSize == 1 && windows.WindowSize == windows.InputSize && range.HasNoPadding)
        {
            VectorWidth.For(device, count, PoolTable.Share(windows), new WholeImages(windows.InputSize, operands));
        }
        else
        {
            device.Team.For(count / windows.OutputSize, PoolTable.Share(windows), ref range);
        }
        return true;
    }

    private readonly struct WholeImages(int size, in Operands operands) : IVectorRange
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var image = start; image < end; image++)
                y[image] = (float)(VectorSums.Sum<TVector>(x + ((nint)image * size), size) / size);
        }
    }

    private readonly struct Images : IRange
    {
        private readonly PoolWindows windows;
        private readonly PoolTable depth, height, width;
        private readonly float* y, x;

        public Images(in AvgPoolArgs args, in Operands operands, int* room)
        {
            windows = args.Windows;
            (depth, height, width) = PoolTable.Of(windows, args.CountIncludePad != 0, room);
            y = CpuDevice.Pointer<float>(operands.Y);
            x = CpuDevice.Pointer<float>(operands.A);
        }

        public bool HasNoPadding => depth.Extents[0] * height.Extents[0] * width.Extents[0] == windows.InputSize;

        public void Run(int start, int end)
        {
            var sums = (float*)NativeMemory.Alloc((nuint)(windows.Width.In + windows.Width.Out + 32), sizeof(float));
            var output = y + ((long)start * windows.OutputSize);
            for (var image = start; image < end; image++)
            {
                for (var layer = 0; layer < windows.Depth.Out; layer++)
                {
                    for (var row = 0; row < windows.Height.Out; row++, output += windows.Width.Out)
                    {
                        AddRows(x + ((long)image * windows.InputSize), layer, row, sums);
                        var extent = depth.Extents[layer] * height.Extents[row];
                        if (width.Kernel > 0)
                            SumRegularColumns(sums, extent, output);
                        else
                            SumColumns(sums, extent, output);
                    }
                }
            }
            NativeMemory.Free(sums);
        }

        private void AddRows(float* image, int layer, int row, float* sums)
        {
            var columns = windows.Width.In;
            var isFirst = true;
            for (var d = depth.Starts[layer]; d < depth.Ends[layer]; d++)
            {
                for (var h = height.Starts[row]; h < height.Ends[row]; h++, isFirst = false)
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
        private void SumRegularColumns(float* sums, int extent, float* output)
        {
            var columns = windows.Width.Out;
            var part = sums + windows.Width.In + 16;
            Strip.Gather(sums, width.Stride, output, columns);
            for (var w = 1; w < width.Kernel; w++)
            {
                Strip.Gather(sums + w, width.Stride, part, columns);
                Strip.AddTo(part, output, columns);
            }
            Strip.Divide(output, extent * width.Kernel, columns);
        }

        private void SumColumns(float* sums, int extent, float* output)
        {
            for (var column = 0; column < windows.Width.Out; column++)
            {
                var sum = 0f;
                for (var w = width.Starts[column]; w < width.Ends[column]; w++)
                    sum += sums[w];
                output[column] = sum / (extent * width.Extents[column]);
            }
        }
    }
}
