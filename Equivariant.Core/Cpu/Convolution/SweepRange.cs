namespace Equivariant.Cpu;

/// <summary>The blocks of a <see cref="SweepProduct"/> with few rows, each of some points, one group and some rows: points lie
/// side by side in vectors, and what a panel of them sees is packed.</summary>
internal readonly unsafe struct SweepRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work that keep many cores busy; not the number of threads,
    /// so that results do not depend on it.</summary>
    private const int Pieces = 32;

    private const int MostPanels = 8;

    private readonly SweepProduct product;
    private readonly Blocks blocks;
    private readonly int splits, rowsAtOnce, channelsAtOnce, sourceImage;
    private readonly long bandRoom;

    /// <summary>Plans the blocks.</summary>
    public SweepRange(in SweepProduct product)
    {
        this.product = product;
        var panels = (product.Sweep.Points + Columns - 1) / Columns;
        blocks = new Blocks(product.Sweep, Columns * Math.Clamp(panels * product.Groups / Pieces, 1, MostPanels));
        var wanted = Math.Max(1, Pieces / Math.Max(1, blocks.Count * product.Groups));
        var split = Math.Max(4 * Tile<TVector>.Rows, (product.Rows + wanted - 1) / wanted);
        rowsAtOnce = Math.Min(product.Rows, (split + Tile<TVector>.Rows - 1) / Tile<TVector>.Rows * Tile<TVector>.Rows);
        splits = (product.Rows + rowsAtOnce - 1) / rowsAtOnce;
        channelsAtOnce = product.ChannelsAtOnce;
        sourceImage = product.Groups * product.Channels * product.Sweep.SourcePlane;
        bandRoom = Band.Room(product.Sweep, blocks, sourceImage, channelsAtOnce);
        Count = blocks.Count * product.Groups * splits;
    }

    public int Count { get; }

    private static int Columns => Tile<TVector>.Columns;

    /// <summary>Panel rows have room for a vector that spills over.</summary>
    private static int PanelStride => Columns + TVector.Count;

    public void Run(int start, int end)
    {
        var pool = product.Device.Pool;
        var (taps, terms, points) = (product.Sweep.Taps, product.Terms, blocks.Largest);
        using var weightSteps = new Rented<int>(pool, channelsAtOnce * terms);
        using var bandSteps = new Rented<int>(pool, product.Sums.Any ? product.Sums.Start(terms) : channelsAtOnce * taps);
        using var rowOffsets = new Rented<int>(pool, Panel<TVector>.RoomFor(product.Rows));
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(points, Columns));
        using var packed = new Rented<float>(pool, (long)channelsAtOnce * terms * PanelStride);
        using var result = new Rented<float>(pool, (long)rowsAtOnce * ((points + Columns - 1) / Columns * Columns));
        using var band = new Rented<float>(pool, bandRoom);
        PlaceWeight(weightSteps.Start, rowOffsets.Start);
        var scratch = new Scratch
        {
            WeightSteps = weightSteps.Start, BandSteps = bandSteps.Start, RowOffsets = rowOffsets.Start,
            Runs = runs.Start, Packed = packed.Start, Result = result.Start, Band = band.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private void PlaceWeight(int* steps, int* offsets)
    {
        var terms = product.Terms;
        for (var term = 0; term < terms; term++)
        {
            var place = product.Sums.Any ? term : product.Sweep.KernelIndex(term, product.Kernel);
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
        var sweep = product.Sweep;
        var (start, end) = blocks[index % blocks.Count];
        var group = index / blocks.Count % product.Groups;
        var firstRow = index / blocks.Count / product.Groups * rowsAtOnce;
        var rows = Math.Min(rowsAtOnce, product.Rows - firstRow);
        var finish = new Finish(product, (group * product.Rows) + firstRow, rows);
        if (sweep.Taps == 0)
        {
            finish.Clear(start, end);
            return;
        }
        var band = new Band(sweep, start, end, sourceImage);
        if (product.Sums.Any)
            band.PlaceTaps(product.Sums, scratch.BandSteps);
        else
            band.PlaceTaps(channelsAtOnce, scratch.BandSteps);
        Cpu.Run.List(sweep, band, start, end, Columns, scratch.Runs);
        var source = product.Source + ((nint)group * product.Channels * sweep.SourcePlane);
        var bias = product.Bias == null ? null : product.Bias + (group * product.Rows) + firstRow;
        for (var channel = 0; channel < product.Channels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, product.Channels - channel);
            var isLast = channel + channels == product.Channels;
            var weight = product.Weight + ((nint)group * product.WeightGroup) + ((nint)channel * product.WeightChannel);
            var seen = band.Fill(source + ((nint)channel * sweep.SourcePlane), channels, scratch.Band);
            var run = scratch.Runs;
            for (var point = start; point < end; point += Columns)
            {
                var panel = new Panel<TVector>
                {
                    Start = scratch.Packed, Stride = PanelStride,
                    Columns = Math.Min(Columns, end - point), Count = channels * product.Terms,
                };
                var runs = run;
                for (var covered = 0; covered < panel.Columns; run++)
                    covered += run->Count;
                if (product.Sums.Any)
                {
                    Cpu.Run.PackSums<TVector>(
                        runs, (int)(run - runs), point - start, seen, band.ChannelStride, channels,
                        scratch.BandSteps, product.Sums, panel.Start, PanelStride);
                }
                else
                {
                    Cpu.Run.Pack<TVector>(
                        runs, (int)(run - runs), point - start, seen, scratch.BandSteps, panel.Count, panel.Start, PanelStride);
                }
                // Points that follow each other in the result are summed up there; others in scratch, until they are complete.
                var inPlace = finish.Place(point, panel.Columns);
                var sums = inPlace != null ? inPlace : scratch.Result + ((nint)(point - start) * rows);
                panel.Multiply(
                    rows, weight, scratch.RowOffsets + firstRow, scratch.WeightSteps, sums,
                    inPlace != null ? sweep.TargetPlane : Columns, channel > 0, channel == 0 ? bias : null);
                if (isLast && inPlace == null)
                    finish.Write(sums, Columns, point, point + panel.Columns);
            }
        }
    }

    private readonly struct Scratch
    {
        public required int* WeightSteps { get; init; }

        public required int* BandSteps { get; init; }

        public required int* RowOffsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Packed { get; init; }

        public required float* Result { get; init; }

        public required float* Band { get; init; }
    }
}
