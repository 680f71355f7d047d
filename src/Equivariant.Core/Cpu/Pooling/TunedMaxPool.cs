using Equivariant.Kernels;

namespace Equivariant.Cpu;

/// <summary>Max pooling image by image, in the order of the plain body: the same winners,
/// without a division per element.</summary>
internal sealed unsafe class TunedMaxPool : ITuned<MaxPoolOp.Forward, PoolWindows>
{
    public bool TryRun(CpuDevice device, int count, in PoolWindows args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        using var room = new Rented<int>(device.Pool, PoolTable.Room(args));
        var range = new Images(args, operands, room.Start);
        device.Team.For(count / args.OutputSize, PoolTable.Share(args), ref range);
        return true;
    }

    private readonly struct Images : IRange
    {
        private readonly PoolWindows args;
        private readonly PoolTable depth, height, width;
        private readonly float* y, x;
        private readonly int* winners;

        public Images(in PoolWindows args, in Operands operands, int* room)
        {
            this.args = args;
            (depth, height, width) = PoolTable.Of(args, false, room);
            y = CpuDevice.Pointer<float>(operands.Y);
            x = CpuDevice.Pointer<float>(operands.A);
            winners = CpuDevice.Pointer<int>(operands.I);
        }

        public void Run(int start, int end)
        {
            var output = start * args.OutputSize;
            for (var image = start; image < end; image++)
            {
                for (var layer = 0; layer < args.Depth.Out; layer++)
                {
                    for (var row = 0; row < args.Height.Out; row++)
                    {
                        for (var column = 0; column < args.Width.Out; column++, output++)
                            winners[output] = Winner(x + ((long)image * args.InputSize), layer, row, column, out y[output]);
                    }
                }
            }
        }

        private int Winner(float* image, int layer, int row, int column, out float best)
        {
            var (columns, rows) = (args.Width.In, args.Height.In);
            int top = height.Starts[row], bottom = height.Ends[row], left = width.Starts[column], right = width.Ends[column];
            var place = (((depth.Starts[layer] * rows) + top) * columns) + left;
            best = image[place];
            for (var d = depth.Starts[layer]; d < depth.Ends[layer]; d++)
            {
                for (var h = top; h < bottom; h++)
                {
                    var line = ((d * rows) + h) * columns;
                    for (var w = line + left; w < line + right; w++)
                    {
                        if (image[w] > best || float.IsNaN(image[w]))
                            (best, place) = (image[w], w);
                    }
                }
            }
            return place;
        }
    }
}
