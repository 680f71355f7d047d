namespace Equivariant.Cpu;

/// <summary>
/// The splits of a <see cref="WeightGradientGemm"/> with sums of taps: each goes through its blocks of pixels for one group and
/// one block of channels. Rows are the channels of a slice, read from the sums of its taps; every accumulator has a gradient of
/// its own.
/// </summary>
internal readonly unsafe struct TapSumSplitKGemm<TVector>(WeightGradientGemm gemm, SplitKPlan plan, float* packed, float* sums)
    : IRange
    where TVector : struct, IVector<TVector>
{
    private readonly TapSumPlan cells = new(gemm.Geometry.GroupIn, gemm.Sums, gemm.Transform);
    private readonly ColumnPanels<TVector> panels = new(plan.Stride);

    /// <summary>Vectors may spill over the end of a sum; the last tile reads whole rows.</summary>
    private int SumStride => (plan.Blocks.Largest * cells.Lanes) + PackedTapSums<TVector>.Slack;

    private nint GradientStride => (nint)plan.Blocks.Largest * plan.Stride;

    public void Run(int start, int end)
    {
        var (pool, most, terms) = (gemm.Device.Pool, plan.Blocks.Largest, gemm.Sums.Terms);
        var slices = (plan.ChannelsPerBlock + cells.Lanes - 1) / cells.Lanes;
        using var steps = new Rented<int>(pool, most);
        using var offsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(cells.Lanes));
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(most, most));
        using var gradient = new Rented<float>(pool, packed == null ? GradientStride * cells.Accumulators : 0);
        using var gradientScratch = new Rented<float>(pool, gemm.Gradient.Any
            ? gemm.Gradient.ScratchSize((most * TVector.Count) + PackedCells.Slack, most) : 0);
        using var input = new Rented<float>(pool, PackedCells.ScratchSize(plan.Grid, plan.Blocks, cells.Lanes));
        using var tapSums = new Rented<float>(pool, (long)slices * gemm.Sums.Count * SumStride);
        using var sumScratch = new Rented<float>(
            pool, PackedTapSums<TVector>.ScratchSize(plan.Grid, gemm.Sums, most, cells.Lanes));
        for (var pixel = 0; pixel < most; pixel++)
            steps.Start[pixel] = pixel * cells.Lanes;
        for (var lane = 0; lane < Panel<TVector>.ScratchSize(cells.Lanes); lane++)
            offsets.Start[lane] = Math.Min(lane, cells.Lanes - 1);
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Spans = spans.Start, Gradient = gradient.Start,
            GradientScratch = gradientScratch.Start, Input = input.Start, TapSums = tapSums.Start,
            Sums = new(plan.Grid, gemm.Sums, most, cells.Lanes, sumScratch.Start),
        };
        for (var index = start; index < end; index++)
        {
            var channelBlock = index % plan.ChannelBlocks;
            var group = index / plan.ChannelBlocks % gemm.Geometry.Groups;
            var split = index / plan.ChannelBlocks / gemm.Geometry.Groups;
            var firstChannel = channelBlock * plan.ChannelsPerBlock;
            var channels = Math.Min(plan.ChannelsPerBlock, gemm.Geometry.GroupIn - firstChannel);
            var total = sums + (split * plan.SplitSize) + plan.SumsOf(group, firstChannel * terms);
            var (block, last) = (plan.SplitStart(split), plan.SplitStart(split + 1));
            if (block == last)
                new Span<float>(total, channels * terms * plan.Stride).Clear();
            for (var add = false; block < last; block++, add = true)
                Block(block, group, firstChannel, channels, total, add, scratch);
        }
    }

    private void Block(int block, int group, int firstChannel, int channels, float* total, bool add, in Scratch scratch)
    {
        var (g, terms) = (gemm.Geometry, gemm.Sums.Terms);
        var (first, next) = plan.Blocks[block];
        var input = new PackedCells(plan.Grid, first, next, cells.Lanes);
        scratch.Sums.Locate(input);
        var spanCount = PixelSpan.List(plan.Grid, input, first, next, next - first, scratch.Spans);
        for (var slice = 0; slice < channels; slice += cells.Lanes)
        {
            var plane = ((nint)group * g.GroupIn) + firstChannel + slice;
            var lanes = Math.Min(cells.Lanes, channels - slice);
            input.Fill(
                new FloatMaps(gemm.Source + (plane * plan.Grid.SourcePlane)), (nint)g.InChannels * plan.Grid.SourcePlane,
                plan.Grid.SourcePlane, lanes, scratch.Input);
            scratch.Sums.Fill(scratch.Input, scratch.Spans, spanCount, SumsOf(slice, scratch), SumStride);
        }
        var gradient = Gradient(group, first, next, scratch);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            for (var a = 0; a < cells.Accumulators; a++)
            {
                var width = panels.Width(panel);
                var right = new Panel<TVector>
                {
                    Start = gradient + (a * GradientStride) + ((nint)panels.Start(panel) * (next - first)),
                    Stride = width, Columns = width, Count = next - first,
                };
                for (var slice = 0; slice < channels; slice += cells.Lanes)
                {
                    var lanes = Math.Min(cells.Lanes, channels - slice);
                    for (var term = cells.FirstTerm(a); term < cells.FirstTerm(a) + cells.TermsOf(a); term++)
                    {
                        var to = total + ((((nint)slice * terms) + term) * plan.Stride) + panels.Start(panel);
                        right.Multiply(
                            lanes, SumsOf(slice, scratch) + ((nint)gemm.Sums.SumOf(term) * SumStride), scratch.Offsets,
                            scratch.Steps, to, (nint)terms * plan.Stride, add);
                    }
                }
            }
        }
    }

    private float* SumsOf(int slice, in Scratch scratch) =>
        scratch.TapSums + ((nint)slice / cells.Lanes * gemm.Sums.Count * SumStride);

    /// <summary>The panels of a block, for each accumulator.</summary>
    private float* Gradient(int group, int first, int next, in Scratch scratch)
    {
        if (packed != null)
            return packed + PackedGradient<TVector>.Offset(plan, group, first);
        if (gemm.Gradient.Any)
            PackAccumulators(group, first, next, scratch);
        else
            new PackedGradient<TVector>(gemm, plan, null).Pack(group, first, next, scratch.Gradient);
        return scratch.Gradient;
    }

    private void PackAccumulators(int group, int first, int next, in Scratch scratch)
    {
        var (perImage, outputs) = (plan.Grid.PixelsPerImage, gemm.Geometry.GroupOut);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            for (var output = column; output < Math.Min(outputs, column + width); output += TVector.Count)
            {
                for (var pixel = first; pixel < next;)
                {
                    var image = pixel / perImage;
                    var end = Math.Min(next, (image + 1) * perImage);
                    var to = scratch.Gradient + ((nint)column * (next - first)) + ((nint)(pixel - first) * width)
                        + output - column;
                    gemm.Gradient.Transpose<TVector>(
                        image, (group * outputs) + output, Math.Min(TVector.Count, outputs - output), pixel % perImage,
                        end - pixel, to, GradientStride, width, scratch.GradientScratch);
                    pixel = end;
                }
            }
        }
    }

    private struct Scratch
    {
        public int* Steps, Offsets;
        public PixelSpan* Spans;
        public float* Gradient, GradientScratch, Input, TapSums;
        public PackedTapSums<TVector> Sums;
    }
}
