namespace Equivariant;

/// <summary>The windows of a pooling over [N,C,spatial…] as three axes; a signal or an image has leading axes of extent
/// 1.</summary>
internal readonly record struct PoolWindows(PoolAxis Depth, PoolAxis Height, PoolAxis Width)
{
    /// <summary>Extents of one image of the input.</summary>
    public Volume Input => new(Depth.In, Height.In, Width.In);

    /// <summary>Extents of one image of the result.</summary>
    public Volume Output => new(Depth.Out, Height.Out, Width.Out);

    /// <summary>Elements of one image of the input.</summary>
    public int InputSize => Input.Count;

    /// <summary>Elements of one image of the result.</summary>
    public int OutputSize => Output.Count;

    /// <summary>Elements of a whole window, to judge the work.</summary>
    public int WindowSize => Math.Max(1, Depth.End(0) * Height.End(0) * Width.End(0));

    /// <summary>Windows of constant size, checked.</summary>
    /// <exception cref="ShapeException">No spatial axes, a setting out of range,
    /// or a window larger than the padded image.</exception>
    public static PoolWindows Regular(string op, Shape x, PerAxis kernelSize, PerAxis? stride, PerAxis padding, bool ceilMode)
    {
        var rank = SpatialRank(op, x);
        var kernels = kernelSize.For(rank, $"{op}: kernelSize");
        var strides = (stride ?? kernelSize).For(rank, $"{op}: stride");
        var paddings = padding.For(rank, $"{op}: padding");
        var axes = new PoolAxis[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var (kernel, step, pad, extent) = (kernels[axis], strides[axis], paddings[axis], x[2 + axis]);
            if (kernel < 1 || step < 1 || pad < 0)
            {
                throw new ShapeException(
                    $"{op}: kernelSize {kernelSize} and stride {stride ?? kernelSize} must be positive, "
                    + $"padding {padding} not negative.");
            }
            if (2 * pad > kernel)
            {
                throw new ShapeException(
                    $"{op}: padding {padding} is more than half of kernelSize {kernelSize}; "
                    + "windows would hold nothing but padding.");
            }
            axes[axis] = PoolAxis.Regular(extent, kernel, step, pad, ceilMode) ?? throw new ShapeException(
                $"{op}: kernelSize {kernelSize} with padding {padding} does not fit into the input {x}, "
                + $"axis {2 + axis} has {extent}.");
        }
        return Of(axes);
    }

    /// <summary>Windows for a given output size, checked.</summary>
    /// <exception cref="ShapeException">No spatial axes, an empty input, or an output size that is not positive.</exception>
    public static PoolWindows Adaptive(string op, Shape x, PerAxis outputSize)
    {
        var rank = SpatialRank(op, x);
        var sizes = outputSize.For(rank, $"{op}: outputSize");
        var axes = new PoolAxis[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            if (sizes[axis] < 1 || x[2 + axis] < 1)
                throw new ShapeException($"{op}: an output of {outputSize} from the input {x}: every extent must be at least 1.");
            axes[axis] = PoolAxis.Adaptive(x[2 + axis], sizes[axis]);
        }
        return Of(axes);
    }

    /// <summary>The shape of the result.</summary>
    public Shape Result(Shape x) => new([x[0], x[1], .. new[] { Depth.Out, Height.Out, Width.Out }[(5 - x.Rank)..]]);

    private static PoolWindows Of(PoolAxis[] axes) => new(
        axes.Length == 3 ? axes[0] : PoolAxis.None, axes.Length >= 2 ? axes[^2] : PoolAxis.None, axes[^1]);

    private static int SpatialRank(string op, Shape x) => x.Rank is >= 3 and <= 5
        ? x.Rank - 2
        : throw new ShapeException(
            $"{op}: the input {x} has {x.Rank} axes, the op needs [N,C,spatial…] with one to three spatial axes.");
}
