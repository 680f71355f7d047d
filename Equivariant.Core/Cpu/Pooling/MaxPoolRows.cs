namespace Equivariant.Cpu;

/// <summary>
/// Max pooling by windows of one size, a lane for each window of a row. With a stride, or with padding, the rows of an image are
/// first split by the remainder of their columns, so that the elements at one place of all windows lie side by side.
/// </summary>
internal readonly unsafe struct MaxPoolRows<TVector> where TVector : struct, IVector<TVector>
{
    private readonly PoolWindows args;
    private readonly PoolTables tables;
    private readonly CpuOperands b;
    private readonly int kernel, stride, padding;

    /// <summary>Numbers in one part of a split row, and in all parts.</summary>
    private readonly int part, line;

    public MaxPoolRows(in PoolWindows args, in PoolTables tables, in CpuOperands b)
    {
        (this.args, this.tables, this.b) = (args, tables, b);
        (kernel, stride, padding) = (args.Width.Kernel, args.Width.Stride, args.Width.Padding);
        var isSplit = stride > 1 || tables.Width.Kernel == 0;
        part = isSplit ? args.Width.Out + ((kernel - 1) / stride) : 0;
        line = isSplit ? part * Math.Min(kernel, stride) : args.Width.In;
    }

    public void Run(int start, int end)
    {
        var padded = ((args.Width.Out - 1) * stride) + Math.Max(kernel, padding + args.Width.In);
        var rows = (long)args.Depth.In * args.Height.In;
        using var room = new Rented<float>(b.Pool, part == 0 ? 0 : (rows * line) + padded + kernel + 64);
        using var shifts = new Rented<int>(b.Pool, kernel);
        for (var w = 0; w < kernel; w++)
            shifts.Start[w] = part == 0 ? w : (w % stride * part) + (w / stride);
        float* split = room.Start, margins = split + (rows * line) + 32;
        if (part > 0)
            new Span<float>(margins, padded + kernel).Fill(float.NegativeInfinity);
        for (var image = start; image < end; image++)
        {
            var from = b.A + ((nint)image * args.InputSize);
            if (part > 0)
                Split(from, split, margins);
            Pool(part > 0 ? split : from, shifts.Start, (nint)image * args.OutputSize);
        }
    }

    private void Split(float* image, float* split, float* margins)
    {
        var columns = args.Width.In;
        for (var row = 0; row < args.Depth.In * args.Height.In; row++, image += columns)
        {
            var from = image;
            if (tables.Width.Kernel == 0)
            {
                Strip.Copy(image, margins + padding, columns);
                from = margins;
            }
            for (var remainder = 0; remainder < Math.Min(kernel, stride); remainder++, split += part)
                Strip.GatherAndBeyond(from + remainder, stride, split, args.Width.Out + ((kernel - 1 - remainder) / stride));
        }
    }

    private void Pool(float* image, int* shifts, nint output)
    {
        var end = output + args.OutputSize;
        for (var layer = 0; layer < args.Depth.Out; layer++)
        {
            for (var row = 0; row < args.Height.Out; row++, output += args.Width.Out)
            {
                for (var column = 0; column < args.Width.Out; column += TVector.Count)
                {
                    // What is stored beyond a row is overwritten by the next one.
                    var room = (int)Math.Min(TVector.Count, end - output - column);
                    if (b.I == null)
                        Largest(image + column, shifts, layer, row, b.Y + output + column, room);
                    else
                        ArgMax(image + column, shifts, layer, row, column, output + column, room);
                }
            }
        }
    }

    private void Largest(float* image, int* shifts, int layer, int row, float* to, int room)
    {
        var best = TVector.Fill(float.NegativeInfinity);
        for (var d = tables.Depth.Starts[layer]; d < tables.Depth.Ends[layer]; d++)
        {
            for (var h = tables.Height.Starts[row]; h < tables.Height.Ends[row]; h++)
            {
                var at = image + ((nint)((d * args.Height.In) + h) * line);
                for (var w = 0; w < kernel; w++)
                {
                    var value = TVector.Load(at + shifts[w]);
                    best = TVector.WhereLarger(value, best, value, best);
                }
            }
        }
        TVector.Store(best, to, room);
    }

    private void ArgMax(float* image, int* shifts, int layer, int row, int column, nint output, int room)
    {
        var best = TVector.Fill(float.NegativeInfinity);
        // Where all are −∞, the first element of a window wins; padding, which is −∞ too, never does.
        var place = TVector.AddIntegers(TVector.Load((float*)(tables.Width.Starts + column)),
            TVector.Integers(((tables.Depth.Starts[layer] * args.Height.In) + tables.Height.Starts[row]) * args.Width.In, 0));
        for (var d = tables.Depth.Starts[layer]; d < tables.Depth.Ends[layer]; d++)
        {
            for (var h = tables.Height.Starts[row]; h < tables.Height.Ends[row]; h++)
            {
                var rows = (d * args.Height.In) + h;
                var at = image + ((nint)rows * line);
                for (var w = 0; w < kernel; w++)
                {
                    var value = TVector.Load(at + shifts[w]);
                    var own = TVector.Integers((rows * args.Width.In) + w + (column * stride) - padding, stride);
                    place = TVector.WhereLarger(value, best, own, place);
                    best = TVector.WhereLarger(value, best, value, best);
                }
            }
        }
        TVector.Store(best, b.Y + output, room);
        TVector.Store(place, (float*)(b.I + output), room);
    }
}
