namespace Equivariant.Cpu;

/// <summary>
/// The gradient of a convolution's result as right operand of its weight gradient: block by block of pixels, panels in which the
/// output channels of a pixel lie side by side. As work for all cores, indices are (block, group).
/// </summary>
internal readonly unsafe struct PackedGradient<TVector>(WeightGradientGemm gemm, SplitKPlan plan, float* packed) : IRange
    where TVector : struct, IVector<TVector>
{
    /// <summary>Where a block starts.</summary>
    public static nint Offset(in SplitKPlan plan, int group, int firstPixel) =>
        (((nint)group * plan.Grid.Pixels) + firstPixel) * plan.Stride;

    public void Run(int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            var (block, group) = (index % plan.Blocks.Count, index / plan.Blocks.Count);
            var (first, next) = plan.Blocks[block];
            Pack(group, first, next, packed + Offset(plan, group, first));
        }
    }

    /// <summary>Packs the panels of one block one after the other.</summary>
    public void Pack(int group, int first, int next, float* to)
    {
        var (perImage, channels) = (plan.Grid.PixelsPerImage, gemm.Geometry.GroupOut);
        var order = plan.OrderOf(first, next);
        var panels = new ColumnPanels<TVector>(plan.Stride);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var filled = Math.Min(width, channels - column);
            for (var pixel = first; pixel < next;)
            {
                var image = pixel / perImage;
                var end = Math.Min(next, (image * perImage) + (((pixel % perImage / order.Segment) + 1) * order.Segment));
                var plane = ((nint)image * gemm.Geometry.OutChannels) + (group * channels) + column;
                var from = gemm.OutputGradient + (plane * perImage) + (pixel % perImage);
                Transposer.Run(from, perImage, filled, end - pixel, to + ((nint)order.IndexOf(pixel - first) * width), width);
                pixel = end;
            }
            // Columns beyond the last channel: nobody reads their sums, but they should be finite.
            for (var pixel = 0; filled < width && pixel < next - first; pixel++)
                new Span<float>(to + ((nint)pixel * width) + filled, width - filled).Clear();
            to += (nint)width * (next - first);
        }
    }
}
