namespace Equivariant.Cpu;

/// <summary>Max pooling by windows of any sizes, in the order of the plain body, without a division per element.</summary>
internal readonly unsafe struct MaxPoolWindows(PoolWindows args, PoolTables tables, in CpuOperands b)
{
    private readonly float* y = b.Y, x = b.A;
    private readonly int* argMax = b.I;

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
                        var place = Largest(x + ((long)image * args.InputSize), layer, row, column, out y[output]);
                        if (argMax != null)
                            argMax[output] = place;
                    }
                }
            }
        }
    }

    private int Largest(float* image, int layer, int row, int column, out float best)
    {
        var (columns, rows) = (args.Width.In, args.Height.In);
        int top = tables.Height.Starts[row], bottom = tables.Height.Ends[row];
        int left = tables.Width.Starts[column], right = tables.Width.Ends[column];
        var place = (((tables.Depth.Starts[layer] * rows) + top) * columns) + left;
        best = image[place];
        for (var d = tables.Depth.Starts[layer]; d < tables.Depth.Ends[layer]; d++)
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
