namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// What a 3×3 kernel sees that turns with the direction from the middle of the image (Mo and Zhao, RIC-CNN, 2022): every
    /// pixel and eight places a pixel around it, 45° apart, the first away from the middle; read by bilinear interpolation, with
    /// zeros outside.
    /// </summary>
    /// <param name="x">[N,C,H,W].</param>
    /// <returns>[N,9·C,H,W], channel <c>9·c</c> the pixel itself, <c>9·c + k</c> the k-th place around it. In the very middle of
    /// the image no direction leads away; there all eight are their mean.</returns>
    /// <exception cref="ShapeException">No images.</exception>
    public static Tensor RingCoordinates(Tensor x)
    {
        if (x.Shape.Rank != 4)
            throw new ShapeException($"RingCoordinates: the input {x.Shape} must be images [N,C,H,W].");
        return ApplyLinear<RingCoordinatesOp.Forward, RingCoordinatesOp.Backward, RingCoordinatesOp.Args>(nameof(RingCoordinates),
            x, x.Shape.With(1, x.Shape[1] * RingCoordinatesOp.Places), new(x.Shape[2], x.Shape[3]), 60, 2000);
    }
}

internal static class RingCoordinatesOp
{
    /// <summary>The pixel and those around it.</summary>
    public const int Places = 9;

    internal readonly record struct Args(int Rows, int Columns);

    /// <summary>Index: result.</summary>
    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (y, x) = (b.Y, b.A);
            var pixels = args.Rows * args.Columns;
            var plane = i / pixels;
            var (row, column) = ((i - (plane * pixels)) / args.Columns, i % args.Columns);
            var value = T.Zero;
            for (var h = row < 2 ? 0 : row - 2; h <= row + 2 && h < args.Rows; h++)
            {
                for (var w = column < 2 ? 0 : column - 2; w <= column + 2 && w < args.Columns; w++)
                {
                    value += Weight<T, TReal>(args, row, column, plane % Places, h, w)
                        * x[(plane / Places * pixels) + (h * args.Columns) + w];
                }
            }
            y[i] = value;
        }
    }

    /// <summary>Index: input. The results that read a pixel lie within two pixels of it.</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy) = (b.Y, b.A);
            var pixels = args.Rows * args.Columns;
            var plane = i / pixels;
            var (row, column) = ((i - (plane * pixels)) / args.Columns, i % args.Columns);
            var sum = T.Zero;
            for (var place = 0; place < Places; place++)
            {
                for (var h = row < 2 ? 0 : row - 2; h <= row + 2 && h < args.Rows; h++)
                {
                    for (var w = column < 2 ? 0 : column - 2; w <= column + 2 && w < args.Columns; w++)
                    {
                        sum += Weight<T, TReal>(args, h, w, place, row, column)
                            * dy[(((plane * Places) + place) * pixels) + (h * args.Columns) + w];
                    }
                }
            }
            dx[i] = sum;
        }
    }

    /// <summary>What pixel (h, w) weighs in a place around pixel (row, column).</summary>
    private static T Weight<T, TReal>(in Args args, int row, int column, int place, int h, int w)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        if (place == 0)
            return h == row && w == column ? T.One : T.Zero;
        // Twice the way from the middle, which lies between pixels for even sizes.
        var (down, across) = ((2 * row) - args.Rows + 1, (2 * column) - args.Columns + 1);
        var (besides, below) = (TReal.Of(w - column), TReal.Of(h - row));
        if (down == 0 && across == 0)
        {
            var sum = T.Zero;
            for (var k = 0; k < Places - 1; k++)
                sum += Hat.Of(Cosine<T, TReal>(k) - besides) * Hat.Of(Cosine<T, TReal>(k + 6) - below);
            return sum * TReal.Of(0.125);
        }
        var length = T.Sqrt(TReal.Of((down * down) + (across * across)));
        var (cos, sin) = (TReal.Of(across) / length, TReal.Of(down) / length);
        var (along, beside) = (Cosine<T, TReal>(place - 1), Cosine<T, TReal>(place + 5));
        return Hat.Of((cos * along) - (sin * beside) - besides) * Hat.Of((sin * along) + (cos * beside) - below);
    }

    /// <summary>The cosine of eighths of a turn; six more are the sine.</summary>
    private static T Cosine<T, TReal>(int eighths)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var k = eighths % 8;
        if (k == 2 || k == 6)
            return T.Zero;
        var size = k == 0 || k == 4 ? T.One : TReal.Of(0.70710678118654752);
        return k > 2 && k < 6 ? -size : size;
    }
}
