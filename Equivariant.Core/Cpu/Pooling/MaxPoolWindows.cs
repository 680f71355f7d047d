namespace Equivariant.Cpu;

/// <summary>Max pooling by windows of any sizes, in the order of the plain body, without a division per element.</summary>
internal readonly unsafe struct MaxPoolWindows(
    PoolWindows args, PoolTable depth, PoolTable height, PoolTable width, in Operands operands) : IRange
{
    private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
    private readonly float* x = CpuDevice.Pointer<float>(operands.A);
    private readonly int* winners = CpuDevice.Pointer<int>(operands.I);

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
                    {
                        var place = Winner(x + ((long)image * args.InputSize), layer, row, column, out y[output]);
                        if (winners != null)
                            winners[output] = place;
                    }
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
