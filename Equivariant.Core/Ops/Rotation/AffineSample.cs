namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Images read at places that an affine map gives, by bilinear interpolation with zeros outside: the sampler of spatial
    /// transformers (Jaderberg et al. 2015); PyTorch's <c>grid_sample(x, affine_grid(maps))</c>. Differentiable in both.
    /// </summary>
    /// <param name="x">[N,C,H,W].</param>
    /// <param name="maps">[N,2,3]: a pixel of the result at (u, v, 1), from −1 at the left and upper border of the image to 1 at
    /// the right and lower one, takes what stands at maps·(u, v, 1).</param>
    /// <returns>[N,C,H,W].</returns>
    /// <exception cref="ShapeException">Shapes that do not fit together.</exception>
    public static Tensor AffineSample(Tensor x, Tensor maps)
    {
        CheckAlike(nameof(AffineSample), x, maps);
        if (x.Shape.Rank != 4 || maps.Shape != [x.Shape[0], 2, 3])
            throw new ShapeException($"AffineSample: the input {x.Shape} must be [N,C,H,W], the maps {maps.Shape} [N,2,3].");
        var args = new AffineSampleOp.Args(x.Shape[1], x.Shape[2], x.Shape[3]);
        var y = New(x.Shape, x);
        Launch<AffineSampleOp.Forward, AffineSampleOp.Args>(y.Count, args, new Operands { Y = y, A = x, B = maps }, 40);
        return Tape.Result(nameof(AffineSample), y, [x, maps], (dy, gradients) =>
        {
            if (gradients.Wants(x))
            {
                var dx = New(x.Shape, x);
                Launch<AffineSampleOp.DataGradient, AffineSampleOp.Args>(dx.Count, args,
                    new Operands { Y = dx, A = dy, B = maps }, 200);
                gradients.Add(x, dx);
            }
            if (gradients.Wants(maps))
            {
                Shape pixels = [x.Shape[0], x.Shape[2], x.Shape[3]];
                var (across, down) = (New(pixels, x), New(pixels, x));
                Launch<AffineSampleOp.PlaceGradient, AffineSampleOp.Args>(across.Count, args,
                    new Operands { Y = across, Y2 = down, A = dy, B = maps, C = x }, 40 * x.Shape[1]);
                var dmaps = New(maps.Shape, maps);
                Launch<AffineSampleOp.MapGradient, AffineSampleOp.Args>(dmaps.Count, args,
                    new Operands { Y = dmaps, A = across, B = down }, 4 * x.Shape[2] * x.Shape[3]);
                gradients.Add(maps, dmaps);
            }
        });
    }
}

internal static class AffineSampleOp
{
    internal readonly record struct Args(int Channels, int Rows, int Columns);

    /// <summary>Where a pixel of the result comes from, in pixels of the input.</summary>
    private readonly record struct Place<T>(T Row, T Column);

    /// <summary>Index: result. x in A, maps in B.</summary>
    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (y, x) = (b.Y, b.A);
            var plane = i / (args.Rows * args.Columns);
            var pixel = i - (plane * args.Rows * args.Columns);
            var place = PlaceOf<T, TReal>(args, b.B, plane / args.Channels, pixel / args.Columns, pixel % args.Columns);
            var value = T.Zero;
            if (IsNear<T, TReal>(args, place))
            {
                var (top, left) = (TReal.ToInt(place.Row + T.One) - 1, TReal.ToInt(place.Column + T.One) - 1);
                for (var row = top < 0 ? 0 : top; row <= top + 1 && row < args.Rows; row++)
                {
                    for (var column = left < 0 ? 0 : left; column <= left + 1 && column < args.Columns; column++)
                    {
                        value += Hat.Of(place.Row - TReal.Of(row)) * Hat.Of(place.Column - TReal.Of(column))
                            * x[(((plane * args.Rows) + row) * args.Columns) + column];
                    }
                }
            }
            y[i] = value;
        }
    }

    /// <summary>
    /// Index: input. dy in A, maps in B. The results that read this pixel lie within the parallelogram that the map carries to
    /// the square of a pixel on each side; its bounds follow from the inverse map, or are the whole image where there is none.
    /// </summary>
    internal readonly struct DataGradient : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy, maps) = (b.Y, b.A, b.B);
            var plane = i / (args.Rows * args.Columns);
            var pixel = i - (plane * args.Rows * args.Columns);
            var (ownRow, ownColumn) = (pixel / args.Columns, pixel % args.Columns);
            var image = plane / args.Channels;
            var origin = PlaceOf<T, TReal>(args, maps, image, 0, 0);
            var aspect = TReal.Of(args.Columns) / TReal.Of(args.Rows);
            // Pixels of the input for a column and for a row of the result.
            var (acrossColumn, acrossRow) = (maps[image * 6], maps[(image * 6) + 1] * aspect);
            var (downColumn, downRow) = (maps[(image * 6) + 3] / aspect, maps[(image * 6) + 4]);
            var determinant = (acrossColumn * downRow) - (acrossRow * downColumn);
            var (firstRow, lastRow, firstColumn, lastColumn) = (0, args.Rows - 1, 0, args.Columns - 1);
            if (T.Abs(determinant) > TReal.Of(1e-4))
            {
                var (right, below) = (TReal.Of(ownColumn) - origin.Column, TReal.Of(ownRow) - origin.Row);
                var column = ((downRow * right) - (acrossRow * below)) / determinant;
                var row = ((acrossColumn * below) - (downColumn * right)) / determinant;
                var reach = TReal.Of(1.01) / T.Abs(determinant);
                var columns = ((T.Abs(downRow) + T.Abs(acrossRow)) * reach) + TReal.Of(0.01);
                var rows = ((T.Abs(acrossColumn) + T.Abs(downColumn)) * reach) + TReal.Of(0.01);
                firstColumn = Bound<T, TReal>(column - columns, args.Columns);
                lastColumn = Bound<T, TReal>(column + columns, args.Columns);
                firstRow = Bound<T, TReal>(row - rows, args.Rows);
                lastRow = Bound<T, TReal>(row + rows, args.Rows);
            }
            var sum = T.Zero;
            for (var row = firstRow; row <= lastRow; row++)
            {
                for (var column = firstColumn; column <= lastColumn; column++)
                {
                    var place = PlaceOf<T, TReal>(args, maps, image, row, column);
                    sum += Hat.Of(place.Row - TReal.Of(ownRow)) * Hat.Of(place.Column - TReal.Of(ownColumn))
                        * dy[(((plane * args.Rows) + row) * args.Columns) + column];
                }
            }
            dx[i] = sum;
        }

        /// <summary>The pixel at or before a coordinate, within the image.</summary>
        private static int Bound<T, TReal>(T at, int extent)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TReal : struct, IRealBuffer<T>
        {
            if (!(at > T.Zero))
                return 0;
            return at >= TReal.Of(extent - 1) ? extent - 1 : TReal.ToInt(at);
        }
    }

    /// <summary>Index: pixel of an image of the result. dy in A, maps in B, x in C; how the loss changes with the column (Y) and
    /// the row (Y2) that the pixel is read at.</summary>
    internal readonly struct PlaceGradient : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (across, down, dy, x) = (b.Y, b.Y2, b.A, b.C);
            var pixels = args.Rows * args.Columns;
            var image = i / pixels;
            var pixel = i - (image * pixels);
            var place = PlaceOf<T, TReal>(args, b.B, image, pixel / args.Columns, pixel % args.Columns);
            var (toColumn, toRow) = (T.Zero, T.Zero);
            if (IsNear<T, TReal>(args, place))
            {
                var (top, left) = (TReal.ToInt(place.Row + T.One) - 1, TReal.ToInt(place.Column + T.One) - 1);
                for (var channel = 0; channel < args.Channels; channel++)
                {
                    var plane = ((image * args.Channels) + channel) * pixels;
                    for (var row = top < 0 ? 0 : top; row <= top + 1 && row < args.Rows; row++)
                    {
                        for (var column = left < 0 ? 0 : left; column <= left + 1 && column < args.Columns; column++)
                        {
                            var part = dy[plane + pixel] * x[plane + (row * args.Columns) + column];
                            toColumn += part * Hat.Of(place.Row - TReal.Of(row)) * (column == left ? -T.One : T.One);
                            toRow += part * Hat.Of(place.Column - TReal.Of(column)) * (row == top ? -T.One : T.One);
                        }
                    }
                }
            }
            across[i] = toColumn;
            down[i] = toRow;
        }
    }

    /// <summary>Index: number of a map. The gradients of the places in A (columns) and B (rows).</summary>
    internal readonly struct MapGradient : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (across, down) = (b.A, b.B);
            var image = i / 6;
            var (axis, factor) = (i % 6 / 3, i % 3);
            var total = T.Zero;
            for (var row = 0; row < args.Rows; row++)
            {
                var sum = T.Zero;
                for (var column = 0; column < args.Columns; column++)
                {
                    var at = (((image * args.Rows) + row) * args.Columns) + column;
                    var gradient = axis == 0 ? across[at] : down[at];
                    sum += factor == 0 ? gradient * Normal<T, TReal>(column, args.Columns)
                        : factor == 1 ? gradient * Normal<T, TReal>(row, args.Rows) : gradient;
                }
                total += sum;
            }
            var dmaps = b.Y;
            dmaps[i] = total * TReal.Of(axis == 0 ? args.Columns : args.Rows) * TReal.Of(0.5);
        }
    }

    private static Place<T> PlaceOf<T, TReal>(in Args args, TReal maps, int image, int row, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var (u, v, map) = (Normal<T, TReal>(column, args.Columns), Normal<T, TReal>(row, args.Rows), image * 6);
        var across = (maps[map] * u) + (maps[map + 1] * v) + maps[map + 2];
        var down = (maps[map + 3] * u) + (maps[map + 4] * v) + maps[map + 5];
        var half = TReal.Of(0.5);
        return new(
            ((down + T.One) * TReal.Of(args.Rows) * half) - half, ((across + T.One) * TReal.Of(args.Columns) * half) - half);
    }

    /// <summary>A pixel's middle, from −1 at the one border to 1 at the other.</summary>
    private static T Normal<T, TReal>(int pixel, int extent)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T> =>
        (TReal.Of((2 * pixel) + 1) / TReal.Of(extent)) - T.One;

    /// <summary>Whether a place lies less than a pixel outside the image; else everything it reads is zero.</summary>
    private static bool IsNear<T, TReal>(in Args args, Place<T> place)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T> =>
        place.Row > -T.One && place.Row < TReal.Of(args.Rows) && place.Column > -T.One && place.Column < TReal.Of(args.Columns);
}
