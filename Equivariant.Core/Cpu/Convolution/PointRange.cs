namespace Equivariant.Cpu;

/// <summary>
/// The blocks of a <see cref="SweepProduct"/> with many result channels, which lie side by side in vectors. Points are the rows
/// of the tiles and are read where they lie in the band, whatever the stride and the dilation: nothing is packed but the
/// weight, once. Complete sums [point, channel] are turned into the result's layout block by block.
/// </summary>
internal readonly unsafe struct PointRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Points of a block, and bytes of its sums: all of it should stay in the second-level cache.</summary>
    private const int MostPoints = 800, MostBytes = 512 * 1024;

    private readonly SweepProduct product;
    private readonly float* packedWeight;
    private readonly PointPlan<TVector> plan;
    private readonly TapOrder taps;
    private readonly ColumnPanels<TVector> panels;
    private readonly int channelsAtOnce, sourceImage;
    private readonly long bandRoom;

    /// <summary>Plans the blocks.</summary>
    /// <param name="product">The work.</param>
    /// <param name="packedWeight">Its weight as a <see cref="PointWeight{TVector}"/>.</param>
    public PointRange(in SweepProduct product, float* packedWeight)
    {
        this.product = product;
        this.packedWeight = packedWeight;
        channelsAtOnce = PointWeight<TVector>.ChannelsAtOnce(product);
        panels = new(product.Rows);
        taps = new(product.Sweep);
        var mostPoints = Math.Min(MostBytes / (4 * panels.Columns), MostPoints);
        plan = new(product.Sweep, product.Groups, product.Rows, product.Device.Threads, mostPoints);
        sourceImage = product.Groups * product.Channels * product.Sweep.SourcePlane;
        bandRoom = Band.Room(product.Sweep, plan.Blocks, sourceImage, channelsAtOnce);
    }

    public int Count => plan.Count;

    /// <summary>Whether vectors along the channels would be filled well.</summary>
    public static bool Suits(in SweepProduct product) =>
        new ColumnPanels<TVector>(product.Rows).Columns * 4 <= product.Rows * 5;

    public void Run(int start, int end)
    {
        var (pool, points) = (product.Device.Pool, plan.Blocks.Largest);
        using var steps = new Rented<int>(pool, channelsAtOnce * product.Terms);
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(points));
        using var ranges = new Rented<int>(pool, taps.Skips ? 2 * points : 0);
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(points, points));
        using var sums = new Rented<float>(pool, (long)points * panels.Columns);
        using var turned = new Rented<float>(pool, PointResults.RoomFor(product, points, panels.Columns));
        using var band = new Rented<float>(pool, bandRoom);
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Ranges = ranges.Start, Runs = runs.Start, Sums = sums.Start,
            Turned = turned.Start, Band = band.Start,
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private void Block(int index, in Scratch scratch)
    {
        var sweep = product.Sweep;
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var firstColumn = panels.Start(firstPanel);
        var band = new Band(sweep, start, end, sourceImage);
        var runCount = Cpu.Run.List(sweep, band, start, end, end - start, scratch.Runs);
        PlacePoints(runCount, end - start, scratch);
        var source = product.Source + ((nint)group * product.Channels * sweep.SourcePlane);
        for (var channel = 0; channel < product.Channels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, product.Channels - channel);
            if (channel == 0 || channels < channelsAtOnce)
                PlaceFactors(band, start, end, channels, scratch);
            var seen = band.Fill(source + ((nint)channel * sweep.SourcePlane), channels, scratch.Band);
            var weight = packedWeight + PointWeight<TVector>.Place(product, group, channel);
            for (var panel = firstPanel; panel < lastPanel; panel++)
            {
                var column = panels.Start(panel);
                var width = panels.Width(panel);
                var right = new Panel<TVector>
                {
                    Start = weight + ((nint)column * channels * product.Terms), Stride = width, Columns = width,
                    Count = channels * product.Terms,
                };
                right.Multiply(
                    end - start, seen, scratch.Offsets, scratch.Steps, scratch.Sums + (column - firstColumn), panels.Columns,
                    channel > 0, ranges: taps.Skips ? scratch.Ranges : null);
            }
        }
        var rows = Math.Min(product.Rows, panels.Start(lastPanel)) - firstColumn;
        new PointResults(product, scratch.Turned)
            .Put(scratch.Sums, panels.Columns, start, end, (group * product.Rows) + firstColumn, rows);
    }

    private void PlaceFactors(in Band band, int start, int end, int channels, in Scratch scratch)
    {
        for (var tap = 0; tap < product.Sweep.Taps; tap++)
        {
            var offset = band.TapOffset(product.Sweep.Offset(tap));
            for (var channel = 0; channel < channels; channel++)
                scratch.Steps[taps.PlaceOf(channel, tap, channels)] = (channel * band.ChannelStride) + offset;
        }
        for (var point = start; taps.Skips && point < end; point++)
            (scratch.Ranges[2 * (point - start)], scratch.Ranges[(2 * (point - start)) + 1]) = taps.FactorsOf(point, channels);
    }

    private void PlacePoints(int runCount, int points, in Scratch scratch)
    {
        for (var run = scratch.Runs; run < scratch.Runs + runCount; run++)
        {
            for (var i = 0; i < run->Count; i++)
                scratch.Offsets[run->Point + i] = run->Source + i;
        }
        Panel<TVector>.Extend(scratch.Offsets, points);
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Offsets { get; init; }

        public required int* Ranges { get; init; }

        public required Run* Runs { get; init; }

        public required float* Sums { get; init; }

        public required float* Turned { get; init; }

        public required float* Band { get; init; }
    }
}
