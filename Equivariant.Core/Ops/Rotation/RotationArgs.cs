namespace Equivariant;

/// <summary>
/// A turn of a plane of two axes, and where each pixel of the result comes from. Coordinates are whole numbers, twice the pixel
/// position in units of 2⁻⁴⁴: multiples of 90° are exact, ties between pixels are real ties, and every device and element type
/// finds the same source, whatever its rounding.
/// </summary>
internal readonly record struct RotationArgs
{
    /// <summary>The largest extent whose coordinates fit 64 bits.</summary>
    public const int LargestExtent = 1 << 16;

    public readonly int Rows, Columns, Bilinear, HasFill;
    public readonly double Fill;

    private const int FractionBits = 44;
    private const int HalfBits = 22;
    private readonly long cos, sin;
    private readonly int rowStep, columnStep;

    public RotationArgs(double degrees, Shape shape, int rowAxis, int columnAxis, Interpolation mode, double? fill)
    {
        // The remainder is exact, so that 450° is 90°.
        var angle = Math.IEEERemainder(degrees, 360) / 180 * Math.PI;
        (cos, sin) = (Fixed(Math.Cos(angle)), Fixed(Math.Sin(angle)));
        (Rows, Columns) = (shape[rowAxis], shape[columnAxis]);
        rowStep = shape.CountOf(shape.Axis(rowAxis) + 1, shape.Rank);
        columnStep = shape.CountOf(shape.Axis(columnAxis) + 1, shape.Rank);
        Bilinear = mode == Interpolation.Bilinear ? 1 : 0;
        HasFill = fill is null ? 0 : 1;
        Fill = fill ?? 0;
    }

    /// <summary>The pixel a coordinate lies on or after.</summary>
    public static int Floor(long twice) => (int)(twice >> (FractionBits + 1));

    /// <summary>The nearest pixel; half goes to the even one.</summary>
    public static int Nearest(long twice)
    {
        var floor = Floor(twice);
        var past = twice - ((long)floor << (FractionBits + 1));
        const long Half = 1L << FractionBits;
        return past > Half || (past == Half && (floor & 1) != 0) ? floor + 1 : floor;
    }

    /// <summary>Distance from the pixel of <see cref="Floor"/>, 0 to 1; made of two parts that an int holds.</summary>
    public static T Past<T, TReal>(long twice)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var past = twice - ((long)Floor(twice) << (FractionBits + 1));
        var high = TReal.Of((int)(past >> HalfBits));
        var low = TReal.Of((int)(past & ((1 << HalfBits) - 1)));
        return (high * TReal.Of(1.0 / (1 << (FractionBits + 1 - HalfBits)))) + (low * TReal.Of(1.0 / (1L << (FractionBits + 1))));
    }

    /// <summary>What pixel <paramref name="pixel"/> weighs in a linear interpolation between <paramref name="floor"/> and the
    /// next.</summary>
    public static T Weight<T>(int pixel, int floor, T past) where T : unmanaged, IFloatingPointIeee754<T> =>
        pixel == floor ? T.One - past : pixel == floor + 1 ? past : T.Zero;

    /// <summary>How much of the interpolation along an axis comes from inside the image.</summary>
    public static T Inside<T>(int floor, int extent, T past) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inside = T.Zero;
        if (floor >= 0 && floor < extent)
            inside += T.One - past;
        if (floor >= -1 && floor < extent - 1)
            inside += past;
        return inside;
    }

    public int Row(int i) => i / rowStep % Rows;

    public int Column(int i) => i / columnStep % Columns;

    /// <summary>The element in the same plane as <paramref name="i"/> at another row and column.</summary>
    public int At(int i, int row, int column) => i + ((row - Row(i)) * rowStep) + ((column - Column(i)) * columnStep);

    public long SourceRow(int row, int column) =>
        (sin * FromMiddle(column, Columns)) + (cos * FromMiddle(row, Rows)) + Middle(Rows);

    public long SourceColumn(int row, int column) =>
        (cos * FromMiddle(column, Columns)) - (sin * FromMiddle(row, Rows)) + Middle(Columns);

    /// <summary>Where a pixel of the input goes: the turn the other way.</summary>
    public long TargetRow(int row, int column) =>
        (cos * FromMiddle(row, Rows)) - (sin * FromMiddle(column, Columns)) + Middle(Rows);

    /// <inheritdoc cref="TargetRow"/>
    public long TargetColumn(int row, int column) =>
        (sin * FromMiddle(row, Rows)) + (cos * FromMiddle(column, Columns)) + Middle(Columns);

    private static long Fixed(double value) => (long)Math.Round(value * (1L << FractionBits));

    private static int FromMiddle(int pixel, int extent) => (2 * pixel) - (extent - 1);

    private static long Middle(int extent) => (long)(extent - 1) << FractionBits;
}
