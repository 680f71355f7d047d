namespace Equivariant.Cpu;

/// <summary>
/// The blocks of a <see cref="SweepProduct"/> with sums of taps. What a block sees is turned into cells, the taps are summed
/// there, [slice of channels, sum, point, lane], and the sums are the rows of the tiles. Complete results [point, channel] are
/// turned back block by block; several accumulators become copies of a kernel and their maximum on the way.
/// </summary>
internal readonly unsafe struct CellRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Points of a block, and bytes of what it keeps: all of it should stay in the second-level cache.</summary>
    private const int MostPoints = 800, MostBytes = 1024 * 1024;

    private readonly SweepProduct product;
    private readonly float* packedWeight;
    private readonly CellPlan cells;
    private readonly PointPlan<TVector> plan;
    private readonly ColumnPanels<TVector> panels;
    private readonly int sourceImage;

    /// <summary>Plans the blocks.</summary>
    /// <param name="product">The work.</param>
    /// <param name="packedWeight">Its weight as a <see cref="PointWeight{TVector}"/>.</param>
    public CellRange(in SweepProduct product, float* packedWeight)
    {
        (this.product, cells) = (product, product.Cells);
        this.packedWeight = packedWeight;
        panels = new(product.Rows);
        var perPoint = (cells.Accumulators * panels.Columns) + (cells.ChannelsAtOnce * product.Sums.Count);
        var mostPoints = Math.Min(MostBytes / 4 / perPoint, MostPoints);
        plan = new(product.Sweep, product.Groups, product.Rows, product.Device.Threads, mostPoints);
        sourceImage = product.Groups * product.Channels * product.Sweep.SourcePlane;
    }

    public int Count => plan.Count;

    /// <summary>Vectors may spill over the end of a sum.</summary>
    private int SumStride => (plan.Blocks.Largest * cells.Lanes) + CellSums<TVector>.Slack;

    public void Run(int start, int end)
    {
        var (pool, points) = (product.Device.Pool, plan.Blocks.Largest);
        using var steps = new Rented<int>(pool, cells.ChannelsAtOnce * product.Terms);
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(points));
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(points, points));
        var bandRoom = CellBand.Room(product.Sweep, plan.Blocks, cells.Lanes);
        using var band = new Rented<float>(pool, (long)bandRoom * product.Sums.Planes);
        using var gradientRoom = new Rented<float>(pool, product.Gradient.Any
            ? product.Gradient.RoomFor(bandRoom, product.Sweep.W.Source) : 0);
        using var sumRoom = new Rented<float>(pool, CellSums<TVector>.RoomFor(product.Sweep, product.Sums, points, cells.Lanes));
        using var tapSums = new Rented<float>(pool, (long)cells.ChannelsAtOnce / cells.Lanes * product.Sums.Count * SumStride);
        var resultRoom = ((long)cells.Accumulators * points * panels.Columns) + OrientedOutput<TVector>.Overshoot;
        using var results = new Rented<float>(pool, resultRoom);
        using var room = new Rented<float>(pool, RoomForFinish(points));
        for (var point = 0; point < Panel<TVector>.RoomFor(points); point++)
            offsets.Start[point] = point * cells.Lanes;
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Runs = runs.Start, Band = band.Start,
            GradientRoom = gradientRoom.Start, TapSums = tapSums.Start,
            Results = results.Start, Room = room.Start,
            Sums = new(product.Sweep, product.Sums, points, cells.Lanes, sumRoom.Start),
        };
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private long RoomForFinish(int points) => product.Copies is { } copies
        ? OrientedOutput<TVector>.RoomFor(copies, points, panels.Columns)
        : PointResults.RoomFor(product, points, panels.Columns);

    private void Block(int index, in Scratch scratch)
    {
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var band = new CellBand(product.Sweep, start, end, cells.Lanes);
        scratch.Sums.Place(band);
        var runCount = Cpu.Run.List(product.Sweep, band, start, end, end - start, scratch.Runs);
        for (var channel = 0; channel < product.Channels; channel += cells.ChannelsAtOnce)
        {
            var channels = cells.ChannelsFrom(channel);
            for (var slice = 0; slice < channels; slice += cells.Lanes)
            {
                var plane = ((nint)group * product.Channels) + channel + slice;
                var lanes = Math.Min(cells.Lanes, channels - slice);
                if (product.Gradient.Any)
                    product.Gradient.Fill<TVector>(band, (int)plane, lanes, scratch.Band, scratch.GradientRoom);
                else
                {
                    band.Fill(
                        new NumberRows(product.Source + (plane * product.Sweep.SourcePlane)), sourceImage,
                        product.Sweep.SourcePlane, lanes, scratch.Band);
                }
                scratch.Sums.Fill(
                    scratch.Band, scratch.Runs, runCount,
                    scratch.TapSums + ((nint)slice / cells.Lanes * product.Sums.Count * SumStride), SumStride);
            }
            var weight = packedWeight + PointWeight<TVector>.Place(product, group, channel);
            var columns = panels.Start(lastPanel) - panels.Start(firstPanel);
            for (var a = 0; a < cells.Accumulators; a++)
            {
                var count = cells.List(a, channels, SumStride, scratch.Steps);
                var results = scratch.Results + ((nint)a * (end - start) * columns);
                for (var panel = firstPanel; panel < lastPanel; panel++)
                {
                    var (column, width) = (panels.Start(panel), panels.Width(panel));
                    var place = ((nint)column * product.Terms) + ((nint)cells.FirstTerm(a) * width);
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
        Finish(start, end, group, firstPanel, lastPanel, scratch);
    }

    private void Finish(int start, int end, int group, int firstPanel, int lastPanel, in Scratch scratch)
    {
        var (column, next) = (panels.Start(firstPanel), panels.Start(lastPanel));
        var (first, count) = ((group * product.Rows) + column, Math.Min(product.Rows, next) - column);
        if (product.Copies is null)
            new PointResults(product, scratch.Room).Put(scratch.Results, next - column, start, end, first, count);
        else
            new OrientedOutput<TVector>(product, plan.Blocks.Largest, panels.Columns, scratch.Room)
                .Write(scratch.Results, next - column, first, count, start, end - start);
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Offsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Band { get; init; }

        public required float* GradientRoom { get; init; }

        public required float* TapSums { get; init; }

        public required float* Results { get; init; }

        public required float* Room { get; init; }

        public required CellSums<TVector> Sums { get; init; }
    }
}
