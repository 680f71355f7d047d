namespace Equivariant;

/// <summary>The windows of a pooling over [N,C,spatial…] as three axes; a signal or an image has leading axes of extent
/// 1.</summary>
internal readonly record struct PoolWindows(PoolAxis Depth, PoolAxis Height, PoolAxis Width)
{
    public Volume Input => new(Depth.In, Height.In, Width.In);

    public Volume Output => new(Depth.Out, Height.Out, Width.Out);

    public int InputSize => Input.Count;

    public int OutputSize => Output.Count;

    /// <summary>Elements of a whole window, to judge the work.</summary>
    public int WindowSize => Math.Max(1, Depth.End(0) * Height.End(0) * Width.End(0));

    public static PoolWindows Regular(string op, Shape x, PerAxis kernelSize, PerAxis? stride, PerAxis padding, bool ceilMode)
    {
        var rank = SpatialRank(op, x);
        var kernel = kernelSize.Volume(rank, 1, op, "kernelSize");
        var step = (stride ?? kernelSize).Volume(rank, 1, op, "stride");
        var pad = padding.Volume(rank, 0, op, "padding");
        if (!kernel.IsPositive || !step.IsPositive || pad.D < 0 || pad.H < 0 || pad.W < 0)
        {
            throw new ShapeException(
                $"{op}: kernelSize {kernelSize} and stride {stride ?? kernelSize} must be positive, "
                + $"padding {padding} not negative.");
        }
        if (2 * pad.D > kernel.D || 2 * pad.H > kernel.H || 2 * pad.W > kernel.W)
        {
            throw new ShapeException(
                $"{op}: padding {padding} is more than half of kernelSize {kernelSize}; "
                + "windows would hold nothing but padding.");
        }
        return new(Axis(-3), Axis(-2), Axis(-1));

        PoolAxis Axis(int axis) => rank < -axis ? PoolAxis.None
            : PoolAxis.Regular(x[axis], kernel[axis], step[axis], pad[axis], ceilMode) ?? throw new ShapeException(
                $"{op}: kernelSize {kernelSize} with padding {padding} does not fit into the input {x}, "
                + $"axis {x.Rank + axis} has {x[axis]}.");
    }

    public static PoolWindows Adaptive(string op, Shape x, PerAxis outputSize)
    {
        var rank = SpatialRank(op, x);
        var size = outputSize.Volume(rank, 1, op, "outputSize");
        if (!size.IsPositive || !Volume.OfImage(x).IsPositive)
            throw new ShapeException($"{op}: an output of {outputSize} from the input {x}: every extent must be at least 1.");
        return new(Axis(-3), Axis(-2), Axis(-1));

        PoolAxis Axis(int axis) => rank < -axis ? PoolAxis.None : PoolAxis.Adaptive(x[axis], size[axis]);
    }

    public Shape Result(Shape x) => Output.Image(x[0], x[1], x.Rank);

    private static int SpatialRank(string op, Shape x) => x.Rank is >= 3 and <= 5
        ? x.Rank - 2
        : throw new ShapeException(
            $"{op}: the input {x} has {x.Rank} axes, the op needs [N,C,spatial…] with one to three spatial axes.");
}
