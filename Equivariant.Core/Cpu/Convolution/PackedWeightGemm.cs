namespace Equivariant.Cpu;

/// <summary>
/// The blocks of an <see cref="ImplicitGemm"/> with many result channels, which lie side by side in vectors. Pixels are the rows
/// of the tiles and are read where they lie in the packed input, whatever the stride and the dilation: nothing is packed but the
/// weight, once. Complete sums [pixel, channel] are turned into the result's layout block by block.
/// </summary>
internal readonly unsafe struct PackedWeightGemm<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pixels of a block, and bytes of its sums: all of it should stay in the second-level cache.</summary>
    private const int MostPixels = 800, MostBytes = 512 * 1024;

    private readonly ImplicitGemm gemm;
    private readonly float* packedWeight;
    private readonly BlockScheduler<TVector> plan;
    private readonly TapOrder taps;
    private readonly ColumnPanels<TVector> panels;
    private readonly int channelsAtOnce, sourceImage;
    private readonly long inputSize;

    /// <summary>Plans the blocks.</summary>
    /// <param name="gemm">The work.</param>
    /// <param name="packedWeight">Its weight as a <see cref="PackedWeight{TVector}"/>.</param>
    public PackedWeightGemm(in ImplicitGemm gemm, float* packedWeight)
    {
        this.gemm = gemm;
        this.packedWeight = packedWeight;
        channelsAtOnce = PackedWeight<TVector>.ChannelsAtOnce(gemm);
        panels = new(gemm.OutChannels);
        taps = new(gemm.Grid);
        var mostPixels = Math.Min(MostBytes / (4 * panels.Columns), MostPixels);
        plan = new(gemm.Grid, gemm.Groups, gemm.OutChannels, gemm.Device.Threads, mostPixels);
        sourceImage = gemm.Groups * gemm.InChannels * gemm.Grid.SourcePlane;
        inputSize = PackedInput.ScratchSize(gemm.Grid, plan.Blocks, sourceImage, channelsAtOnce);
    }

    public int Count => plan.Count;

    /// <summary>Whether vectors along the channels would be filled well.</summary>
    public static bool Suits(in ImplicitGemm gemm) =>
        new ColumnPanels<TVector>(gemm.OutChannels).Columns * 4 <= gemm.OutChannels * 5;

    public void Run(int start, int end)
    {
        var (pool, pixels) = (gemm.Device.Pool, plan.Blocks.Largest);
        using var steps = new Rented<int>(pool, channelsAtOnce * gemm.Terms);
        using var offsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(pixels));
        using var ranges = new Rented<int>(pool, taps.Skips ? 2 * pixels : 0);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(pixels, pixels));
        using var sums = new Rented<float>(pool, (long)pixels * panels.Columns);
        using var layoutScratch = new Rented<float>(pool, OutputLayout.ScratchSize(gemm, pixels, panels.Columns));
        using var input = new Rented<float>(pool, inputSize);
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Ranges = ranges.Start, Spans = spans.Start, Sums = sums.Start,
            LayoutScratch = layoutScratch.Start, Input = input.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private void Block(int index, in Scratch scratch)
    {
        var grid = gemm.Grid;
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var firstColumn = panels.Start(firstPanel);
        var input = new PackedInput(grid, start, end, sourceImage);
        var spanCount = PixelSpan.List(grid, input, start, end, end - start, scratch.Spans);
        ListPixels(spanCount, end - start, scratch);
        var source = gemm.Source + ((nint)group * gemm.InChannels * grid.SourcePlane);
        for (var channel = 0; channel < gemm.InChannels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, gemm.InChannels - channel);
            if (channel == 0 || channels < channelsAtOnce)
                ListFactors(input, start, end, channels, scratch);
            var packedInput = input.Fill(source + ((nint)channel * grid.SourcePlane), channels, scratch.Input);
            var weight = packedWeight + PackedWeight<TVector>.Offset(gemm, group, channel);
            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                var column = panels.Start(panel);
                var width = panels.Width(panel);
                var right = new Panel<TVector>
                {
                    Start = weight + ((nint)column * channels * gemm.Terms), Stride = width, Columns = width,
                    Count = channels * gemm.Terms,
                };
                right.Multiply(
                    end - start, packedInput, scratch.Offsets, scratch.Steps, scratch.Sums + (column - firstColumn),
                    panels.Columns, channel > 0, ranges: taps.Skips ? scratch.Ranges : null);
            }
        }
        var rows = Math.Min(gemm.OutChannels, panels.Start(lastPanel)) - firstColumn;
        new OutputLayout(gemm, (group * gemm.OutChannels) + firstColumn, rows)
            .WriteTransposed<TVector>(scratch.Sums, panels.Columns, start, end, scratch.LayoutScratch);
    }

    private void ListFactors(in PackedInput input, int start, int end, int channels, in Scratch scratch)
    {
        for (var tap = 0; tap < gemm.Grid.Taps; tap++)
        {
            var offset = input.TapOffset(gemm.Grid.Offset(tap));
            for (var channel = 0; channel < channels; channel++)
                scratch.Steps[taps.IndexOf(channel, tap, channels)] = (channel * input.ChannelStride) + offset;
        }
        for (var pixel = start; taps.Skips && pixel < end; pixel++)
            (scratch.Ranges[2 * (pixel - start)], scratch.Ranges[(2 * (pixel - start)) + 1]) = taps.FactorsOf(pixel, channels);
    }

    private void ListPixels(int spanCount, int pixels, in Scratch scratch)
    {
        for (var span = scratch.Spans; span < scratch.Spans + spanCount; span++)
        {
            for (var i = 0; i < span->Count; i++)
                scratch.Offsets[span->Pixel + i] = span->Source + i;
        }
        Panel<TVector>.Extend(scratch.Offsets, pixels);
    }

    private struct Scratch
    {
        public int* Steps, Offsets, Ranges;
        public PixelSpan* Spans;
        public float* Sums, LayoutScratch, Input;
    }
}
