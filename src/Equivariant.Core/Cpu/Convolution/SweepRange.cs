using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>The blocks of a <see cref="SweepProduct"/>, each of some points, one group and some rows.</summary>
internal readonly unsafe struct SweepRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work that keep many cores busy; depends on nothing but this number, so that results do not either.</summary>
    private const int Pieces = 32;

    private const int MostPanels = 8;

    private readonly SweepProduct product;
    private readonly Blocks blocks;
    private readonly int splits, rowsAtOnce;

    public SweepRange(in SweepProduct product)
    {
        this.product = product;
        var columns = Tile<TVector>.Columns;
        var panels = (product.Sweep.Points + columns - 1) / columns;
        blocks = new Blocks(product.Sweep, columns * Math.Clamp(panels * product.Groups / Pieces, 1, MostPanels));
        var wanted = (Pieces + (blocks.Count * product.Groups) - 1) / Math.Max(1, blocks.Count * product.Groups);
        rowsAtOnce = Panel<TVector>.PaddedRows(Math.Max(4 * Tile<TVector>.Rows, (product.Rows + wanted - 1) / wanted));
        splits = (product.Rows + rowsAtOnce - 1) / rowsAtOnce;
        Count = blocks.Count * product.Groups * splits;
    }

    public int Count { get; }

    private int MostRows => Math.Min(rowsAtOnce, Panel<TVector>.PaddedRows(product.Rows));

    public void Run(int start, int end)
    {
        var taps = product.Sweep.Taps;
        var columns = Tile<TVector>.Columns;
        var (channels, points) = (product.ChannelsAtOnce, blocks.Largest);
        var panels = (points + columns - 1) / columns;
        using var steps = new Rented<int>(product.Device.Pool, channels * taps);
        using var tapOffsets = new Rented<int>(product.Device.Pool, taps);
        using var rowOffsets = new Rented<int>(product.Device.Pool, product.Rows);
        using var runs = new Rented<Run>(product.Device.Pool, Convolution.Run.Most(points, columns));
        using var packed = new Rented<float>(product.Device.Pool, ((long)channels * taps * columns) + TVector.Count);
        using var result = new Rented<float>(product.Device.Pool, (long)MostRows * panels * columns);
        using var band = new Rented<float>(product.Device.Pool, LargestBand(start, end, channels));
        for (var tap = 0; tap < taps; tap++)
        {
            for (var channel = 0; channel < channels; channel++)
                steps.Start[(channel * taps) + tap] = (channel * product.WeightChannel) + product.Sweep.KernelIndex(tap, product.Kernel);
        }
        for (var row = 0; row < product.Rows; row++)
            rowOffsets.Start[row] = row * product.WeightRow;
        var scratch = new Scratch
        {
            Steps = steps.Start, TapOffsets = tapOffsets.Start, RowOffsets = rowOffsets.Start,
            Runs = runs.Start, Packed = packed.Start, Result = result.Start, Band = band.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private (int Start, int End) Points(int index) => blocks[index % blocks.Count];

    private long LargestBand(int start, int end, int channels)
    {
        var most = 0L;
        for (var index = start; index < end; index++)
        {
            var (first, last) = Points(index);
            most = Math.Max(most, new Band(product.Sweep, first, last).ChannelStride);
        }
        return (most * channels) + TVector.Count;
    }

    private void Block(int index, in Scratch scratch)
    {
        var sweep = product.Sweep;
        var (taps, columns) = (sweep.Taps, Tile<TVector>.Columns);
        var (start, end) = Points(index);
        var group = index / blocks.Count % product.Groups;
        var firstRow = index / blocks.Count / product.Groups * rowsAtOnce;
        var rows = Math.Min(rowsAtOnce, product.Rows - firstRow);
        var stride = (end - start + columns - 1) / columns * columns;
        var band = new Band(sweep, start, end);
        for (var tap = 0; tap < taps; tap++)
            scratch.TapOffsets[tap] = band.TapOffset(sweep.Offset(tap));
        var runs = Convolution.Run.List(sweep, band, start, end, columns, scratch.Runs);
        var imageStride = product.Groups * product.Channels * sweep.SourcePlane;
        var source = product.Source + ((nint)group * product.Channels * sweep.SourcePlane);
        var weight = product.Weight + ((nint)group * product.WeightGroup);
        if (taps == 0)
            Strip.Clear(scratch.Result, rows * stride);
        for (var channel = 0; taps > 0 && channel < product.Channels; channel += product.ChannelsAtOnce)
        {
            var channels = Math.Min(product.ChannelsAtOnce, product.Channels - channel);
            band.Fill(source + ((nint)channel * sweep.SourcePlane), imageStride, channels, scratch.Band);
            for (var (column, run) = (0, 0); column < end - start; column += columns)
            {
                var vectors = Panel<TVector>.VectorsFor(end - start - column);
                var runsHere = 0;
                while (run + runsHere < runs && scratch.Runs[run + runsHere].Point < column + columns)
                    runsHere++;
                Convolution.Run.Pack<TVector>(
                    scratch.Runs + run, runsHere, column, scratch.Band, band.ChannelStride, channels,
                    scratch.TapOffsets, taps, scratch.Packed, vectors * TVector.Count);
                Panel<TVector>.Multiply(
                    rows, weight + ((nint)channel * product.WeightChannel), scratch.RowOffsets + firstRow, scratch.Steps, channels * taps,
                    scratch.Packed, vectors, scratch.Result + column, stride, channel > 0);
                run += runsHere;
            }
        }
        var finish = new Finish(product, start, end, (group * product.Rows) + firstRow);
        finish.Write(scratch.Result, stride, rows);
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* TapOffsets { get; init; }

        public required int* RowOffsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Packed { get; init; }

        public required float* Result { get; init; }

        public required float* Band { get; init; }
    }
}
