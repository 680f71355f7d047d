namespace Equivariant.Layers;

/// <summary>The radius of a layer's receptive field on each axis: cells of the input, on each side, beyond those that lie under
/// the cell of the result.</summary>
internal static class ReceptiveField
{
    /// <summary>Of a layer that makes every cell from the cell in its place.</summary>
    public static int[] Pointwise(Shape input) => new int[input.Rank - 2];

    /// <summary>Of a moving window: cell y of the result lies over cells y·stride to y·stride + stride − 1.</summary>
    public static int[] Window(int rank, PerAxis kernelSize, ConvOptions options)
    {
        var (kernel, stride, dilation) = (kernelSize.For(rank, "kernelSize"), options.Stride.For(rank, "stride"),
            options.Dilation.For(rank, "dilation"));
        var padding = options.Padding.Numbers?.For(rank, "padding");
        return [.. Enumerable.Range(0, rank).Select(axis =>
        {
            var span = dilation[axis] * (kernel[axis] - 1);
            var before = padding?[axis] ?? (span + 1) / 2;
            return Math.Max(0, Math.Max(before, span - before - (stride[axis] - 1)));
        })];
    }

    /// <summary>Of a transposed convolution: cell i of the input gives cells i·stride − padding + dilation·tap.</summary>
    public static int[] Transposed(int rank, PerAxis kernelSize, ConvOptions options)
    {
        var (kernel, stride, dilation) = (kernelSize.For(rank, "kernelSize"), options.Stride.For(rank, "stride"),
            options.Dilation.For(rank, "dilation"));
        var padding = (options.Padding.Numbers ?? 0).For(rank, "padding");
        return [.. Enumerable.Range(0, rank).Select(axis => Math.Max(
            (stride[axis] - 1 + padding[axis]) / stride[axis],
            Math.Max(0, (dilation[axis] * (kernel[axis] - 1)) - padding[axis]) / stride[axis]))];
    }
}
