using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>
/// The blocks of an <see cref="OrientedProduct"/>, each of some points, one group and some outputs. A panel of points gets one
/// matrix product for each accumulator, over (channel, product); then the accumulators, still in the cache, become results.
/// </summary>
internal readonly unsafe struct OrientedRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Pieces of work that keep many cores busy; not the number of threads, on which no result may depend.</summary>
    private const int Pieces = 32;

    private const int MostPanels = 8;

    /// <summary>Length of a panel: it should stay in the first-level cache.</summary>
    private const int PanelRows = 128;

    /// <summary>Bytes of a block's image, and of the accumulators of its rows.</summary>
    private const int BandBytes = 512 * 1024, AccumulatorBytes = 256 * 1024;

    private readonly OrientedProduct product;
    private readonly ConvGeometry geometry;
    private readonly Blocks blocks;
    private readonly int rowsAtOnce, splits, sourceImage;
    private readonly long bandRoom;

    public OrientedRange(in OrientedProduct product)
    {
        this.product = product;
        geometry = product.Conv.Args.Geometry;
        var panels = (product.Sweep.Points + Columns - 1) / Columns;
        var fitting = BandBytes / (4 * geometry.GroupIn * geometry.Stride.Count * Columns);
        blocks = new Blocks(
            product.Sweep, Columns * Math.Clamp(Math.Min(fitting, panels * geometry.Groups / Pieces), 1, MostPanels));
        var wanted = Math.Max(1, Pieces / Math.Max(1, blocks.Count * geometry.Groups));
        var most = Math.Max(1, AccumulatorBytes / (4 * Columns * product.Conv.Transform.Accumulators));
        var split = Math.Min(most, Math.Max(4 * Tile<TVector>.Rows, (geometry.GroupOut + wanted - 1) / wanted));
        rowsAtOnce = Math.Min(geometry.GroupOut, (split + Tile<TVector>.Rows - 1) / Tile<TVector>.Rows * Tile<TVector>.Rows);
        splits = (geometry.GroupOut + rowsAtOnce - 1) / rowsAtOnce;
        sourceImage = geometry.InChannels * product.Sweep.SourcePlane;
        bandRoom = Band.Room(product.Sweep, blocks, sourceImage, geometry.GroupIn);
        Count = blocks.Count * geometry.Groups * splits;
    }

    public int Count { get; }

    private static int Columns => Tile<TVector>.Columns;

    /// <summary>Panel rows have room for a vector that spills over.</summary>
    private static int PanelStride => Columns + TVector.Count;

    public void Run(int start, int end)
    {
        var (pool, transform) = (product.Conv.Device.Pool, product.Conv.Transform);
        var channels = geometry.GroupIn;
        var longest = Enumerable.Range(0, transform.Accumulators).Max(Terms);
        using var steps = new Rented<int>(pool, channels * longest);
        using var taps = new Rented<int>(pool, product.Taps.Start(product.Taps.Count));
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(geometry.GroupOut));
        using var runs = new Rented<Run>(pool, Convolution.Run.Most(blocks.Largest, Columns));
        using var packed = new Rented<float>(pool, Math.Max(PanelRows, longest) * PanelStride);
        using var sums = new Rented<float>(pool, (long)transform.Accumulators * rowsAtOnce * Columns);
        using var band = new Rented<float>(pool, bandRoom);
        using var finishRoom = new Rented<float>(pool, OrientedFinish<TVector>.RoomFor(product.Conv));
        for (var row = 0; row < geometry.GroupOut; row++)
            offsets.Start[row] = row * channels * product.Conv.Products;
        Panel<TVector>.Extend(offsets.Start, geometry.GroupOut);
        for (var k = 0; k < channels * longest; k++)
            steps.Start[k] = k;
        var finish = new OrientedFinish<TVector>(product, finishRoom.Start);
        var scratch = new Scratch
        {
            Steps = steps.Start, Taps = taps.Start, Offsets = offsets.Start, Runs = runs.Start, Packed = packed.Start,
            Sums = sums.Start, Band = band.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch, finish);
    }

    private int Terms(int accumulator) =>
        product.Conv.Transform.Starts[accumulator + 1] - product.Conv.Transform.Starts[accumulator];

    private void Block(int index, in Scratch scratch, in OrientedFinish<TVector> finish)
    {
        var sweep = product.Sweep;
        var (start, end) = blocks[index % blocks.Count];
        var group = index / blocks.Count % geometry.Groups;
        var firstRow = index / blocks.Count / geometry.Groups * rowsAtOnce;
        var rows = Math.Min(rowsAtOnce, geometry.GroupOut - firstRow);
        var firstOutput = (group * geometry.GroupOut) + firstRow;
        var band = new Band(sweep, start, end, sourceImage);
        band.PlaceTaps(product.Taps, scratch.Taps);
        Convolution.Run.List(sweep, band, start, end, Columns, scratch.Runs);
        var source = product.Source + ((nint)group * geometry.GroupIn * sweep.SourcePlane);
        var seen = band.Fill(source, geometry.GroupIn, scratch.Band);
        var weight = product.Weight + ((nint)group * geometry.GroupOut * geometry.GroupIn * product.Conv.Products);
        var run = scratch.Runs;
        for (var point = start; point < end; point += Columns)
        {
            var columns = Math.Min(Columns, end - point);
            var runs = run;
            for (var covered = 0; covered < columns; run++)
                covered += run->Count;
            for (var a = 0; a < product.Conv.Transform.Accumulators; a++)
            {
                Accumulate(
                    a, runs, (int)(run - runs), point - start, columns, seen, band.ChannelStride,
                    weight, firstRow, rows, scratch);
            }
            finish.Write(scratch.Sums, (nint)rows * Columns, firstOutput, rows, point, columns);
        }
    }

    /// <summary>One accumulator of a panel, all channels.</summary>
    private void Accumulate(
        int accumulator, Run* runs, int runCount, int firstColumn, int columns, float* seen, int channelStride, float* weight,
        int firstRow, int rows, in Scratch scratch)
    {
        var (first, terms) = (product.Conv.Transform.Starts[accumulator], Terms(accumulator));
        var some = product.Taps with
        {
            Count = terms,
            Starts = product.Taps.Starts + (first * sizeof(int)),
        };
        var most = Math.Max(1, (PanelRows + (terms / 2)) / terms);
        var pieces = (geometry.GroupIn + most - 1) / most;
        var channelsAtOnce = (geometry.GroupIn + pieces - 1) / pieces;
        for (var channel = 0; channel < geometry.GroupIn; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, geometry.GroupIn - channel);
            Convolution.Run.PackSums<TVector>(
                runs, runCount, firstColumn, seen + ((nint)channel * channelStride), channelStride, channels, scratch.Taps, some,
                scratch.Packed, PanelStride);
            // Columns in use are whole vectors, whatever they hold: nobody reads what comes of the rest.
            var panel = new Panel<TVector>
            {
                Start = scratch.Packed, Stride = PanelStride,
                Columns = (columns + TVector.Count - 1) / TVector.Count * TVector.Count, Count = channels * terms,
            };
            panel.Multiply(
                rows, weight + ((nint)first * geometry.GroupIn) + ((nint)channel * terms), scratch.Offsets + firstRow, scratch.Steps,
                scratch.Sums + ((nint)accumulator * rows * Columns), Columns, channel > 0);
        }
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Taps { get; init; }

        public required int* Offsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Packed { get; init; }

        public required float* Sums { get; init; }

        public required float* Band { get; init; }
    }
}
