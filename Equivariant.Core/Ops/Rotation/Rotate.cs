namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Images turned about their middle, in a frame of the same size, as torchvision's <c>rotate</c> of tensors. Turns by
    /// multiples of 90° move the pixels of a square image unchanged, in either mode.
    /// </summary>
    /// <param name="x">[…,H,W].</param>
    /// <param name="degrees">Counter-clockwise.</param>
    /// <param name="mode">How the image is read between pixels.</param>
    /// <param name="fill">What stands outside the image; null for 0. A number fades the border as torchvision's does: with m the
    /// weight of the pixels inside, m·(image with zeros outside) + (1 − m)·fill. In nearest mode 0 and null are the same.</param>
    /// <exception cref="ShapeException">Fewer than two axes, or one longer than 65,536.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not a finite number.</exception>
    public static Tensor Rotate(Tensor x, double degrees, Interpolation mode = Interpolation.Nearest, double? fill = null) =>
        RotateOp.Apply(nameof(Rotate), x, degrees, -2, -1, mode, fill);

    /// <summary>Volumes […,D,H,W] turned through their middle about <paramref name="axis"/>, which stays; each plane as in
    /// <see cref="Rotate"/>, in the sense of NumPy's <c>rot90</c> over the two axes that turn, in their order.</summary>
    /// <exception cref="ShapeException">Fewer than three axes, or one longer than 65,536.</exception>
    /// <inheritdoc cref="Rotate"/>
    public static Tensor RotateVolume(
        Tensor x, double degrees, VolumeAxis axis, Interpolation mode = Interpolation.Nearest, double? fill = null)
    {
        var (rows, columns) = RotateOp.Plane(axis);
        if (x.Shape.Rank < 3)
            throw new ShapeException($"RotateVolume: the input {x.Shape} must end in three spatial axes; Rotate turns images.");
        return RotateOp.Apply(nameof(RotateVolume), x, degrees, rows, columns, mode, fill);
    }
}

internal static class RotateOp
{
    /// <summary>The axes that turn.</summary>
    public static (int Rows, int Columns) Plane(VolumeAxis axis) => axis switch
    {
        VolumeAxis.Depth => (-2, -1),
        VolumeAxis.Height => (-3, -1),
        _ => (-3, -2),
    };

    public static Tensor Apply(
        string op, Tensor x, double degrees, int rowAxis, int columnAxis, Interpolation mode, double? fill)
    {
        var needed = Math.Max(-rowAxis, -columnAxis);
        if (x.Shape.Rank < needed || x.Shape.ToArray()[^needed..].Max() > RotationArgs.LargestExtent)
        {
            throw new ShapeException(
                $"{op}: the input {x.Shape} must end in {needed} spatial axes "
                + $"of at most {RotationArgs.LargestExtent:N0} pixels.");
        }
        if (!double.IsFinite(degrees))
            throw new ArgumentOutOfRangeException(
                nameof(degrees), degrees, $"{op}: the angle must be a finite number of degrees.");
        return Ops.ApplyLinear<Forward, Backward, RotationArgs>(
            op, x, x.Shape, new(degrees, x.Shape, rowAxis, columnAxis, mode, fill), 32, 256);
    }

    /// <summary>Index: output. Y = A at the source position.</summary>
    internal readonly struct Forward : IKernel<RotationArgs>
    {
        static void IKernel<RotationArgs>.Run<T, TReal, TIndex>(int i, in RotationArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, x) = (b.Y, b.A);
            var sourceRow = args.SourceRow(args.Row(i), args.Column(i));
            var sourceColumn = args.SourceColumn(args.Row(i), args.Column(i));
            if (args.Bilinear == 0)
            {
                var row = RotationArgs.Nearest(sourceRow);
                var column = RotationArgs.Nearest(sourceColumn);
                var isInside = row >= 0 && row < args.Rows && column >= 0 && column < args.Columns;
                y[i] = isInside ? x[args.At(i, row, column)] : TReal.Of(args.Fill);
                return;
            }
            var top = RotationArgs.Floor(sourceRow);
            var left = RotationArgs.Floor(sourceColumn);
            var below = RotationArgs.Past<T, TReal>(sourceRow);
            var right = RotationArgs.Past<T, TReal>(sourceColumn);
            var value = T.Zero;
            for (var row = top < 0 ? 0 : top; row <= top + 1 && row < args.Rows; row++)
            {
                for (var column = left < 0 ? 0 : left; column <= left + 1 && column < args.Columns; column++)
                {
                    var weight = RotationArgs.Weight(row, top, below) * RotationArgs.Weight(column, left, right);
                    value += weight * x[args.At(i, row, column)];
                }
            }
            if (args.HasFill != 0)
            {
                var inside = RotationArgs.Inside(top, args.Rows, below) * RotationArgs.Inside(left, args.Columns, right);
                value = (value * inside) + ((T.One - inside) * TReal.Of(args.Fill));
            }
            y[i] = value;
        }
    }

    /// <summary>
    /// Index: input. Y = sum of A over the outputs that read this input, by its weight there. They lie within √2 of where the
    /// pixel goes, a turn keeping distances: sixteen candidates.
    /// </summary>
    internal readonly struct Backward : IKernel<RotationArgs>
    {
        static void IKernel<RotationArgs>.Run<T, TReal, TIndex>(int i, in RotationArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dx, dy) = (b.Y, b.A);
            var ownRow = args.Row(i);
            var ownColumn = args.Column(i);
            var firstRow = RotationArgs.Floor(args.TargetRow(ownRow, ownColumn)) - 1;
            var firstColumn = RotationArgs.Floor(args.TargetColumn(ownRow, ownColumn)) - 1;
            var sum = T.Zero;
            for (var row = firstRow < 0 ? 0 : firstRow; row < firstRow + 4 && row < args.Rows; row++)
            {
                for (var column = firstColumn < 0 ? 0 : firstColumn; column < firstColumn + 4 && column < args.Columns; column++)
                {
                    var sourceRow = args.SourceRow(row, column);
                    var sourceColumn = args.SourceColumn(row, column);
                    var gradient = dy[args.At(i, row, column)];
                    if (args.Bilinear == 0)
                    {
                        if (RotationArgs.Nearest(sourceRow) == ownRow && RotationArgs.Nearest(sourceColumn) == ownColumn)
                            sum += gradient;
                        continue;
                    }
                    var top = RotationArgs.Floor(sourceRow);
                    var left = RotationArgs.Floor(sourceColumn);
                    var below = RotationArgs.Past<T, TReal>(sourceRow);
                    var right = RotationArgs.Past<T, TReal>(sourceColumn);
                    var weight = RotationArgs.Weight(ownRow, top, below) * RotationArgs.Weight(ownColumn, left, right);
                    if (args.HasFill != 0)
                        weight *= RotationArgs.Inside(top, args.Rows, below) * RotationArgs.Inside(left, args.Columns, right);
                    sum += weight * gradient;
                }
            }
            dx[i] = sum;
        }
    }
}
