namespace Equivariant.Cpu;

/// <summary>The blocks of an <see cref="ImplicitGemm"/> with few rows, each of some pixels, one group and some rows: pixels lie
/// side by side in vectors, and what a panel of them sees is packed.</summary>
internal readonly unsafe struct PackedInputGemm<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work that keep many cores busy; not the number of threads,
    /// so that results do not depend on it.</summary>
    private const int Pieces = 32;

    private const int MostPanels = 8;

    private readonly ImplicitGemm gemm;
    private readonly PixelBlocks blocks;
    private readonly int splits, rowsAtOnce, channelsAtOnce, sourceImage;
    private readonly long inputSize;

    /// <summary>Plans the blocks.</summary>
    public PackedInputGemm(in ImplicitGemm gemm)
    {
        this.gemm = gemm;
        var panels = (gemm.Grid.Pixels + Columns - 1) / Columns;
        blocks = new PixelBlocks(gemm.Grid, Columns * Math.Clamp(panels * gemm.Groups / Pieces, 1, MostPanels));
        var wanted = Math.Max(1, Pieces / Math.Max(1, blocks.Count * gemm.Groups));
        var split = Math.Max(4 * MicroKernel<TVector>.Rows, (gemm.OutChannels + wanted - 1) / wanted);
        var tile = MicroKernel<TVector>.Rows;
        rowsAtOnce = Math.Min(gemm.OutChannels, (split + tile - 1) / tile * tile);
        splits = (gemm.OutChannels + rowsAtOnce - 1) / rowsAtOnce;
        channelsAtOnce = gemm.ChannelsAtOnce;
        sourceImage = gemm.Groups * gemm.InChannels * gemm.Grid.SourcePlane;
        inputSize = PackedInput.ScratchSize(gemm.Grid, blocks, sourceImage, channelsAtOnce);
        Count = blocks.Count * gemm.Groups * splits;
    }

    public int Count { get; }

    private static int Columns => MicroKernel<TVector>.Columns;

    /// <summary>Panel rows have room for a vector that spills over.</summary>
    private static int PanelStride => Columns + TVector.Count;

    public void Run(int start, int end)
    {
        var pool = gemm.Device.Pool;
        var (taps, terms, pixels) = (gemm.Grid.Taps, gemm.Terms, blocks.Largest);
        using var weightSteps = new Rented<int>(pool, channelsAtOnce * terms);
        using var inputSteps = new Rented<int>(pool, gemm.Sums.Any ? gemm.Sums.Start(terms) : channelsAtOnce * taps);
        using var rowOffsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(gemm.OutChannels));
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(pixels, Columns));
        using var packed = new Rented<float>(pool, (long)channelsAtOnce * terms * PanelStride);
        using var result = new Rented<float>(pool, (long)rowsAtOnce * ((pixels + Columns - 1) / Columns * Columns));
        using var input = new Rented<float>(pool, inputSize);
        ListWeights(weightSteps.Start, rowOffsets.Start);
        var scratch = new Scratch
        {
            WeightSteps = weightSteps.Start, InputSteps = inputSteps.Start, RowOffsets = rowOffsets.Start,
            Spans = spans.Start, Packed = packed.Start, Result = result.Start, Input = input.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private void ListWeights(int* steps, int* offsets)
    {
        var terms = gemm.Terms;
        for (var term = 0; term < terms; term++)
        {
            var place = gemm.Sums.Any ? term : gemm.Grid.KernelIndex(term, gemm.Kernel);
            for (var channel = 0; channel < channelsAtOnce; channel++)
            {
                steps[(channel * terms) + term] = (channel * gemm.WeightInStride) + place;
            }
        }
        for (var row = 0; row < gemm.OutChannels; row++)
            offsets[row] = row * gemm.WeightOutStride;
        Panel<TVector>.Extend(offsets, gemm.OutChannels);
    }

    private void Block(int index, in Scratch scratch)
    {
        var grid = gemm.Grid;
        var (start, end) = blocks[index % blocks.Count];
        var group = index / blocks.Count % gemm.Groups;
        var firstRow = index / blocks.Count / gemm.Groups * rowsAtOnce;
        var rows = Math.Min(rowsAtOnce, gemm.OutChannels - firstRow);
        var layout = new OutputLayout(gemm, (group * gemm.OutChannels) + firstRow, rows);
        if (grid.Taps == 0)
        {
            layout.Clear(start, end);
            return;
        }
        var input = new PackedInput(grid, start, end, sourceImage);
        if (gemm.Sums.Any)
            input.ListTaps(gemm.Sums, scratch.InputSteps);
        else
            input.ListTaps(channelsAtOnce, scratch.InputSteps);
        PixelSpan.List(grid, input, start, end, Columns, scratch.Spans);
        var source = gemm.Source + ((nint)group * gemm.InChannels * grid.SourcePlane);
        var bias = gemm.Bias == null ? null : gemm.Bias + (group * gemm.OutChannels) + firstRow;
        for (var channel = 0; channel < gemm.InChannels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, gemm.InChannels - channel);
            var isLast = channel + channels == gemm.InChannels;
            var weight = gemm.Weight + ((nint)group * gemm.WeightGroupStride) + ((nint)channel * gemm.WeightInStride);
            var packedInput = input.Fill(source + ((nint)channel * grid.SourcePlane), channels, scratch.Input);
            var span = scratch.Spans;
            for (var pixel = start; pixel < end; pixel += Columns)
            {
                var panel = new Panel<TVector>
                {
                    Start = scratch.Packed, Stride = PanelStride,
                    Columns = Math.Min(Columns, end - pixel), Count = channels * gemm.Terms,
                };
                var spans = span;
                for (var covered = 0; covered < panel.Columns; span++)
                    covered += span->Count;
                if (gemm.Sums.Any)
                {
                    PixelSpan.PackSums<TVector>(
                        spans, (int)(span - spans), pixel - start, packedInput, input.ChannelStride, channels,
                        scratch.InputSteps, gemm.Sums, panel.Start, PanelStride);
                }
                else
                {
                    PixelSpan.Pack<TVector>(
                        spans, (int)(span - spans), pixel - start, packedInput, scratch.InputSteps, panel.Count,
                        panel.Start, PanelStride);
                }
                // Pixels that follow each other in the result are summed up there; others in scratch, until they are complete.
                var inPlace = layout.Contiguous(pixel, panel.Columns);
                var sums = inPlace != null ? inPlace : scratch.Result + ((nint)(pixel - start) * rows);
                panel.Multiply(
                    rows, weight, scratch.RowOffsets + firstRow, scratch.WeightSteps, sums,
                    inPlace != null ? grid.TargetPlane : Columns, channel > 0, channel == 0 ? bias : null);
                if (isLast && inPlace == null)
                    layout.Write(sums, Columns, pixel, pixel + panel.Columns);
            }
        }
    }

    private struct Scratch
    {
        public int* WeightSteps, InputSteps, RowOffsets;
        public PixelSpan* Spans;
        public float* Packed, Result, Input;
    }
}
