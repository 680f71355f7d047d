namespace Equivariant.Cpu;

/// <summary>
/// The blocks of an <see cref="ImplicitGemm"/> with sums of taps. What a block sees is turned into cells, the taps are summed
/// there, [slice of channels, sum, pixel, lane], and the sums are the rows of the tiles. Complete results [pixel, channel] are
/// turned back block by block; several accumulators become copies of a kernel and their maximum on the way.
/// </summary>
internal readonly unsafe struct TapSumGemm<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pixels of a block, and bytes of what it keeps: all of it should stay in the second-level cache.</summary>
    private const int MostPixels = 800, MostBytes = 1024 * 1024;

    private readonly ImplicitGemm gemm;
    private readonly float* packedWeight;
    private readonly TapSumPlan cells;
    private readonly BlockScheduler<TVector> plan;
    private readonly ColumnPanels<TVector> panels;
    private readonly int sourceImage;

    /// <summary>Plans the blocks.</summary>
    /// <param name="gemm">The work.</param>
    /// <param name="packedWeight">Its weight as a <see cref="PackedWeight{TVector}"/>.</param>
    public TapSumGemm(in ImplicitGemm gemm, float* packedWeight)
    {
        (this.gemm, cells) = (gemm, gemm.Cells);
        this.packedWeight = packedWeight;
        panels = new(gemm.OutChannels);
        var perPixel = (cells.Accumulators * panels.Columns) + (cells.ChannelsAtOnce * gemm.Sums.Count);
        var mostPixels = Math.Min(MostBytes / 4 / perPixel, MostPixels);
        plan = new(gemm.Grid, gemm.Groups, gemm.OutChannels, gemm.Device.Threads, mostPixels);
        sourceImage = gemm.Groups * gemm.InChannels * gemm.Grid.SourcePlane;
    }

    public int Count => plan.Count;

    /// <summary>Vectors may spill over the end of a sum.</summary>
    private int SumStride => (plan.Blocks.Largest * cells.Lanes) + PackedTapSums<TVector>.Slack;

    public void Run(int start, int end)
    {
        var (pool, pixels) = (gemm.Device.Pool, plan.Blocks.Largest);
        using var steps = new Rented<int>(pool, cells.ChannelsAtOnce * gemm.Terms);
        using var offsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(pixels));
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(pixels, pixels));
        var inputSize = PackedCells.ScratchSize(gemm.Grid, plan.Blocks, cells.Lanes);
        using var input = new Rented<float>(pool, (long)inputSize * gemm.Sums.Planes);
        using var gradientScratch = new Rented<float>(pool, gemm.Gradient.Any
            ? gemm.Gradient.ScratchSize(inputSize, gemm.Grid.W.Source) : 0);
        using var sumScratch = new Rented<float>(
            pool, PackedTapSums<TVector>.ScratchSize(gemm.Grid, gemm.Sums, pixels, cells.Lanes));
        using var tapSums = new Rented<float>(pool, (long)cells.ChannelsAtOnce / cells.Lanes * gemm.Sums.Count * SumStride);
        var resultSize = ((long)cells.Accumulators * pixels * panels.Columns) + OrientedOutput<TVector>.Overshoot;
        using var results = new Rented<float>(pool, resultSize);
        using var layoutScratch = new Rented<float>(pool, LayoutScratchSize(pixels));
        for (var pixel = 0; pixel < Panel<TVector>.ScratchSize(pixels); pixel++)
            offsets.Start[pixel] = pixel * cells.Lanes;
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Spans = spans.Start, Input = input.Start,
            GradientScratch = gradientScratch.Start, TapSums = tapSums.Start,
            Results = results.Start, LayoutScratch = layoutScratch.Start,
            Sums = new(gemm.Grid, gemm.Sums, pixels, cells.Lanes, sumScratch.Start),
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private long LayoutScratchSize(int pixels) => gemm.Copies is { } copies
        ? OrientedOutput<TVector>.ScratchSize(copies, pixels, panels.Columns)
        : OutputLayout.ScratchSize(gemm, pixels, panels.Columns);

    private void Block(int index, in Scratch scratch)
    {
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var input = new PackedCells(gemm.Grid, start, end, cells.Lanes);
        scratch.Sums.Locate(input);
        var spanCount = PixelSpan.List(gemm.Grid, input, start, end, end - start, scratch.Spans);
        for (var channel = 0; channel < gemm.InChannels; channel += cells.ChannelsAtOnce)
        {
            var channels = cells.ChannelsFrom(channel);
            for (var slice = 0; slice < channels; slice += cells.Lanes)
            {
                var plane = ((nint)group * gemm.InChannels) + channel + slice;
                var lanes = Math.Min(cells.Lanes, channels - slice);
                if (gemm.Gradient.Any)
                    gemm.Gradient.Fill<TVector>(input, (int)plane, lanes, scratch.Input, scratch.GradientScratch);
                else
                {
                    input.Fill(
                        new FloatMaps(gemm.Source + (plane * gemm.Grid.SourcePlane)), sourceImage,
                        gemm.Grid.SourcePlane, lanes, scratch.Input);
                }
                scratch.Sums.Fill(
                    scratch.Input, scratch.Spans, spanCount,
                    scratch.TapSums + ((nint)slice / cells.Lanes * gemm.Sums.Count * SumStride), SumStride);
            }
            var weight = packedWeight + PackedWeight<TVector>.Offset(gemm, group, channel);
            var columns = panels.Start(lastPanel) - panels.Start(firstPanel);
            for (var a = 0; a < cells.Accumulators; a++)
            {
                var count = cells.List(a, channels, SumStride, scratch.Steps);
                var results = scratch.Results + ((nint)a * (end - start) * columns);
                for (var panel = firstPanel; panel < lastPanel; panel++)
                {
                    var (column, width) = (panels.Start(panel), panels.Width(panel));
                    var place = ((nint)column * gemm.Terms) + ((nint)cells.FirstTerm(a) * width);
                    var right = new Panel<TVector>
                    {
                        Start = weight + (place * channels), Stride = width, Columns = width, Count = count,
                    };
                    right.Multiply(
                        end - start, scratch.TapSums, scratch.Offsets, scratch.Steps,
                        results + (column - panels.Start(firstPanel)), columns, channel > 0);
                }
            }
        }
        WriteResults(start, end, group, firstPanel, lastPanel, scratch);
    }

    private void WriteResults(int start, int end, int group, int firstPanel, int lastPanel, in Scratch scratch)
    {
        var (column, next) = (panels.Start(firstPanel), panels.Start(lastPanel));
        var (first, count) = ((group * gemm.OutChannels) + column, Math.Min(gemm.OutChannels, next) - column);
        if (gemm.Copies is null)
        {
            new OutputLayout(gemm, first, count)
                .WriteTransposed<TVector>(scratch.Results, next - column, start, end, scratch.LayoutScratch);
            return;
        }
        new OrientedOutput<TVector>(gemm, plan.Blocks.Largest, panels.Columns, scratch.LayoutScratch)
            .Write(scratch.Results, next - column, first, count, start, end - start);
    }

    private struct Scratch
    {
        public int* Steps, Offsets;
        public PixelSpan* Spans;
        public float* Input, GradientScratch, TapSums, Results, LayoutScratch;
        public PackedTapSums<TVector> Sums;
    }
}
