namespace Equivariant.Cpu;

/// <summary>The blocks of a <see cref="ImplicitGemm"/> with few rows, each of some pixels, one group and some rows: pixels lie
/// side by side in vectors, and what a panel of them sees is packed.</summary>
internal readonly unsafe struct PackedInputGemm<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work that keep many cores busy; not the number of threads,
    /// so that results do not depend on it.</summary>
    private const int Pieces = 32;

    private const int MostPanels = 8;

    private readonly ImplicitGemm product;
    private readonly PixelBlocks blocks;
    private readonly int splits, rowsAtOnce, channelsAtOnce, sourceImage;
    private readonly long inputSize;

    /// <summary>Plans the blocks.</summary>
    public PackedInputGemm(in ImplicitGemm product)
    {
        this.product = product;
        var panels = (product.Grid.Pixels + Columns - 1) / Columns;
        blocks = new PixelBlocks(product.Grid, Columns * Math.Clamp(panels * product.Groups / Pieces, 1, MostPanels));
        var wanted = Math.Max(1, Pieces / Math.Max(1, blocks.Count * product.Groups));
        var split = Math.Max(4 * MicroKernel<TVector>.Rows, (product.Rows + wanted - 1) / wanted);
        rowsAtOnce = Math.Min(product.Rows, (split + MicroKernel<TVector>.Rows - 1) / MicroKernel<TVector>.Rows * MicroKernel<TVector>.Rows);
        splits = (product.Rows + rowsAtOnce - 1) / rowsAtOnce;
        channelsAtOnce = product.ChannelsAtOnce;
        sourceImage = product.Groups * product.Channels * product.Grid.SourcePlane;
        inputSize = PackedInput.ScratchSize(product.Grid, blocks, sourceImage, channelsAtOnce);
        Count = blocks.Count * product.Groups * splits;
    }

    public int Count { get; }

    private static int Columns => MicroKernel<TVector>.Columns;

    /// <summary>Panel rows have room for a vector that spills over.</summary>
    private static int PanelStride => Columns + TVector.Count;

    public void Run(int start, int end)
    {
        var pool = product.Device.Pool;
        var (taps, terms, pixels) = (product.Grid.Taps, product.Terms, blocks.Largest);
        using var weightSteps = new Rented<int>(pool, channelsAtOnce * terms);
        using var inputSteps = new Rented<int>(pool, product.Sums.Any ? product.Sums.Start(terms) : channelsAtOnce * taps);
        using var rowOffsets = new Rented<int>(pool, Panel<TVector>.ScratchSize(product.Rows));
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
        var terms = product.Terms;
        for (var term = 0; term < terms; term++)
        {
            var place = product.Sums.Any ? term : product.Grid.KernelIndex(term, product.Kernel);
            for (var channel = 0; channel < channelsAtOnce; channel++)
            {
                steps[(channel * terms) + term] = (channel * product.WeightChannel) + place;
            }
        }
        for (var row = 0; row < product.Rows; row++)
            offsets[row] = row * product.WeightRow;
        Panel<TVector>.Extend(offsets, product.Rows);
    }

    private void Block(int index, in Scratch scratch)
    {
        var grid = product.Grid;
        var (start, end) = blocks[index % blocks.Count];
        var group = index / blocks.Count % product.Groups;
        var firstRow = index / blocks.Count / product.Groups * rowsAtOnce;
        var rows = Math.Min(rowsAtOnce, product.Rows - firstRow);
        var finish = new Finish(product, (group * product.Rows) + firstRow, rows);
        if (grid.Taps == 0)
        {
            finish.Clear(start, end);
            return;
        }
        var input = new PackedInput(grid, start, end, sourceImage);
        if (product.Sums.Any)
            input.ListTaps(product.Sums, scratch.InputSteps);
        else
            input.ListTaps(channelsAtOnce, scratch.InputSteps);
        PixelSpan.List(grid, input, start, end, Columns, scratch.Spans);
        var source = product.Source + ((nint)group * product.Channels * grid.SourcePlane);
        var bias = product.Bias == null ? null : product.Bias + (group * product.Rows) + firstRow;
        for (var channel = 0; channel < product.Channels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, product.Channels - channel);
            var isLast = channel + channels == product.Channels;
            var weight = product.Weight + ((nint)group * product.WeightGroup) + ((nint)channel * product.WeightChannel);
            var seen = input.Fill(source + ((nint)channel * grid.SourcePlane), channels, scratch.Input);
            var run = scratch.Spans;
            for (var pixel = start; pixel < end; pixel += Columns)
            {
                var panel = new Panel<TVector>
                {
                    Start = scratch.Packed, Stride = PanelStride,
                    Columns = Math.Min(Columns, end - pixel), Count = channels * product.Terms,
                };
                var spans = run;
                for (var covered = 0; covered < panel.Columns; run++)
                    covered += run->Count;
                if (product.Sums.Any)
                {
                    PixelSpan.PackSums<TVector>(
                        spans, (int)(run - spans), pixel - start, seen, input.ChannelStride, channels,
                        scratch.InputSteps, product.Sums, panel.Start, PanelStride);
                }
                else
                {
                    PixelSpan.Pack<TVector>(
                        spans, (int)(run - spans), pixel - start, seen, scratch.InputSteps, panel.Count, panel.Start, PanelStride);
                }
                // Pixels that follow each other in the result are summed up there; others in scratch, until they are complete.
                var inPlace = finish.Place(pixel, panel.Columns);
                var sums = inPlace != null ? inPlace : scratch.Result + ((nint)(pixel - start) * rows);
                panel.Multiply(
                    rows, weight, scratch.RowOffsets + firstRow, scratch.WeightSteps, sums,
                    inPlace != null ? grid.TargetPlane : Columns, channel > 0, channel == 0 ? bias : null);
                if (isLast && inPlace == null)
                    finish.Write(sums, Columns, pixel, pixel + panel.Columns);
            }
        }
    }

    private readonly struct Scratch
    {
        public required int* WeightSteps { get; init; }

        public required int* InputSteps { get; init; }

        public required int* RowOffsets { get; init; }

        public required PixelSpan* Spans { get; init; }

        public required float* Packed { get; init; }

        public required float* Result { get; init; }

        public required float* Input { get; init; }
    }
}
