namespace Equivariant.Cpu;

/// <summary>
/// The splits of a <see cref="WeightGradientGemm"/>: each goes through its blocks of pixels for one group and one block of the
/// channels. Rows are (channel, tap), read where they lie in the packed input.
/// The gradient is packed beforehand where several blocks of channels need it (<paramref name="packed"/> not null), else block by
/// block.
/// </summary>
internal readonly unsafe struct SplitKGemm<TVector>(WeightGradientGemm gemm, SplitKPlan plan, float* packed, float* sums) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var pool = gemm.Device.Pool;
        var (most, rows) = (plan.Blocks.Largest, plan.ChannelsPerBlock * plan.Grid.Taps);
        using var steps = new Rented<int>(pool, most);
        using var offsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(rows));
        using var ranges = new Rented<int>(pool, 2L * rows);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(most, most));
        using var panels = new Rented<float>(pool, packed == null ? (long)most * plan.Stride : 0);
        using var input = new Rented<float>(pool, plan.InputSize);
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Ranges = ranges.Start, Spans = spans.Start, Panels = panels.Start,
            Input = input.Start,
        };
        for (var index = start; index < end; index++)
        {
            var channelBlock = index % plan.ChannelBlocks;
            var group = index / plan.ChannelBlocks % gemm.Geometry.Groups;
            var split = index / plan.ChannelBlocks / gemm.Geometry.Groups;
            var firstChannel = channelBlock * plan.ChannelsPerBlock;
            var channels = Math.Min(plan.ChannelsPerBlock, gemm.Geometry.GroupIn - firstChannel);
            var total = sums + (split * plan.SplitSize) + plan.SumsOf(group, firstChannel * plan.Grid.Taps);
            var (block, last) = (plan.SplitStart(split), plan.SplitStart(split + 1));
            if (block == last)
                new Span<float>(total, channels * plan.Grid.Taps * plan.Stride).Clear();
            for (var add = false; block < last; block++, add = true)
                Block(block, group, firstChannel, channels, total, add, scratch);
        }
    }

    private void Block(int block, int group, int firstChannel, int channels, float* total, bool add, in Scratch scratch)
    {
        var g = gemm.Geometry;
        var (first, next) = plan.Blocks[block];
        var input = new PackedInput(plan.Grid, first, next, g.InChannels * plan.Grid.SourcePlane);
        var source = gemm.Source + ((((nint)group * g.GroupIn) + firstChannel) * plan.Grid.SourcePlane);
        var packedInput = input.Fill(source, channels, scratch.Input);
        var rows = channels * plan.Grid.Taps;
        var spanCount = PixelSpan.List(plan.Grid, input, first, next, next - first, scratch.Spans);
        var order = plan.OrderOf(first, next);
        input.ListTaps(channels, scratch.Offsets);
        ListRanges(order, channels, scratch.Ranges);
        Panel<TVector>.Extend(scratch.Offsets, rows);
        ListPixels(order, scratch.Spans, spanCount, scratch.Steps);
        var gradient = packed + PackedGradient<TVector>.Offset(plan, group, first);
        if (packed == null)
        {
            gradient = scratch.Panels;
            new PackedGradient<TVector>(gemm, plan, null).Pack(group, first, next, gradient);
        }
        var panels = new ColumnPanels<TVector>(plan.Stride);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var right = new Panel<TVector>
            {
                Start = gradient + ((nint)column * (next - first)), Stride = width, Columns = width, Count = next - first,
            };
            right.Multiply(rows, packedInput, scratch.Offsets, scratch.Steps, total + column, plan.Stride, add,
                ranges: order.Skips ? scratch.Ranges : null);
        }
    }

    private static void ListPixels(in PixelOrder order, PixelSpan* spans, int count, int* steps)
    {
        for (var span = spans; span < spans + count; span++)
        {
            var place = order.IndexOf(span->Pixel);
            for (var i = 0; i < span->Count; i++)
                steps[place + i] = span->Source + i;
        }
    }

    private void ListRanges(in PixelOrder order, int channels, int* ranges)
    {
        var taps = plan.Grid.Taps;
        for (var tap = 0; order.Skips && tap < taps; tap++)
        {
            var (first, end) = order.FactorsOf(tap);
            for (var row = tap; row < channels * taps; row += taps)
                (ranges[2 * row], ranges[(2 * row) + 1]) = (first, end);
        }
    }

    private struct Scratch
    {
        public int* Steps, Offsets, Ranges;
        public PixelSpan* Spans;
        public float* Panels, Input;
    }
}
