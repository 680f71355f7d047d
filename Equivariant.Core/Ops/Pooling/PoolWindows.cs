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
        var kernel = kernelSize.For(rank, $"{op}: kernelSize");
        var step = (stride ?? kernelSize).For(rank, $"{op}: stride");
        var pad = padding.For(rank, $"{op}: padding");
        if (kernel.Any(size => size < 1) || step.Any(size => size < 1) || pad.Any(size => size < 0))
        {
            throw new ShapeException(
                $"{op}: kernelSize {kernelSize} and stride {stride ?? kernelSize} must be positive, "
                + $"padding {padding} not negative.");
        }
        if (kernel.Zip(pad).Any(axis => 2 * axis.Second > axis.First))
        {
            throw new ShapeException(
                $"{op}: padding {padding} is more than half of kernelSize {kernelSize}; "
                + "windows would hold nothing but padding.");
        }
        return Of(rank, axis => PoolAxis.Regular(x[axis + 2], kernel[axis], step[axis], pad[axis], ceilMode)
            ?? throw new ShapeException(
                $"{op}: kernelSize {kernelSize} with padding {padding} does not fit into the input {x}, "
                + $"axis {axis + 2} has {x[axis + 2]}."));
    }

    public static PoolWindows Adaptive(string op, Shape x, PerAxis outputSize)
    {
        var rank = SpatialRank(op, x);
        var size = outputSize.For(rank, $"{op}: outputSize");
        if (size.Any(extent => extent < 1) || x.ToArray()[2..].Any(extent => extent < 1))
            throw new ShapeException($"{op}: an output of {outputSize} from the input {x}: every extent must be at least 1.");
        return Of(rank, axis => PoolAxis.Adaptive(x[axis + 2], size[axis]));
    }

    public Shape Result(Shape x)
    {
        int[] extents = [Depth.Out, Height.Out, Width.Out];
        return [x[0], x[1], .. extents[(5 - x.Rank)..]];
    }

    private static PoolWindows Of(int rank, Func<int, PoolAxis> axis) =>
        new(rank > 2 ? axis(0) : PoolAxis.None, rank > 1 ? axis(rank - 2) : PoolAxis.None, axis(rank - 1));

    private static int SpatialRank(string op, Shape x) => x.Rank is >= 3 and <= 5
        ? x.Rank - 2
        : throw new ShapeException(
            $"{op}: the input {x} has {x.Rank} axes, the op needs [N,C,spatial…] with one to three spatial axes.");
}
