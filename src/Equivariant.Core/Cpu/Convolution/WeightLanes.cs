using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>
/// The lanes of a <see cref="WeightProduct"/>: each goes through its blocks of points for one group and one part of the
/// channels. Rows are (channel, tap), read where they lie in the band, or (channel, parameter), read from the sums of its taps.
/// The gradient is packed beforehand where several parts need it (<paramref name="packed"/> not null), else block by block.
/// </summary>
internal readonly unsafe struct WeightLanes<TVector>(WeightProduct product, WeightPlan plan, float* packed, float* sums) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var pool = product.Device.Pool;
        var (most, rows) = (plan.Blocks.Largest, plan.PartChannels * product.TermsOf(plan.Sweep));
        using var steps = new Rented<int>(pool, most);
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(rows));
        using var runs = new Rented<Run>(pool, Convolution.Run.Most(most, most));
        using var panels = new Rented<float>(pool, packed == null ? (long)most * plan.Stride : 0);
        using var band = new Rented<float>(pool, plan.BandRoom);
        var isSummed = product.Sums.Any;
        // The last tile reads whole rows behind the last one; nobody reads what comes of them.
        using var tapSums = new Rented<float>(pool, isSummed ? (long)Panel<TVector>.RoomFor(rows) * SumStride : 0);
        using var room = new Rented<float>(pool, isSummed ? RowSums<TVector>.RoomFor(plan.Sweep, product.Sums, most) : 0);
        for (var point = 0; isSummed && point < most; point++)
            steps.Start[point] = point;
        for (var row = 0; isSummed && row < Panel<TVector>.RoomFor(rows); row++)
            offsets.Start[row] = row * SumStride;
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Runs = runs.Start, Panels = panels.Start, Band = band.Start,
            TapSums = tapSums.Start, RowSums = isSummed ? new(plan.Sweep, product.Sums, most, room.Start) : default,
        };
        for (var index = start; index < end; index++)
        {
            var part = index % plan.Parts;
            var group = index / plan.Parts % product.Geometry.Groups;
            var lane = index / plan.Parts / product.Geometry.Groups;
            var firstChannel = part * plan.PartChannels;
            var channels = Math.Min(plan.PartChannels, product.Geometry.GroupIn - firstChannel);
            var total = sums + (lane * plan.LaneSize) + plan.SumsOf(group, firstChannel * product.TermsOf(plan.Sweep));
            var (block, last) = (LaneStart(lane), LaneStart(lane + 1));
            if (block == last)
                new Span<float>(total, channels * product.TermsOf(plan.Sweep) * plan.Stride).Clear();
            for (var add = false; block < last; block++, add = true)
                Block(block, group, firstChannel, channels, total, add, scratch);
        }
    }

    /// <summary>A vector may spill over the end of a row of sums.</summary>
    private int SumStride => plan.Blocks.Largest + TVector.Count;

    private void Block(int block, int group, int firstChannel, int channels, float* total, bool add, in Scratch scratch)
    {
        var g = product.Geometry;
        var (first, next) = plan.Blocks[block];
        var band = new Band(plan.Sweep, first, next, g.InChannels * plan.Sweep.SourcePlane);
        var source = product.Source + ((((nint)group * g.GroupIn) + firstChannel) * plan.Sweep.SourcePlane);
        var seen = band.Fill(source, channels, scratch.Band);
        var rows = channels * product.TermsOf(plan.Sweep);
        var runCount = Convolution.Run.List(plan.Sweep, band, first, next, next - first, scratch.Runs);
        if (product.Sums.Any)
        {
            scratch.RowSums.Place(band);
            scratch.RowSums.Fill(seen, band.ChannelStride, channels, scratch.Runs, runCount, scratch.TapSums, SumStride);
            seen = scratch.TapSums;
        }
        else
        {
            band.PlaceTaps(channels, scratch.Offsets);
            Panel<TVector>.Extend(scratch.Offsets, rows);
            PlacePoints(scratch.Runs, runCount, scratch.Steps);
        }
        var gradient = packed + GradientPanels<TVector>.Place(plan, group, first);
        if (packed == null)
        {
            gradient = scratch.Panels;
            new GradientPanels<TVector>(product, plan, null).Pack(group, first, next, gradient);
        }
        var panels = new ColumnPanels<TVector>(plan.Stride);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var right = new Panel<TVector>
            {
                Start = gradient + ((nint)column * (next - first)), Stride = width, Columns = width, Count = next - first,
            };
            right.Multiply(rows, seen, scratch.Offsets, scratch.Steps, total + column, plan.Stride, add);
        }
    }

    private int LaneStart(int lane) => (int)((long)lane * plan.Blocks.Count / plan.Lanes);

    private static void PlacePoints(Run* runs, int count, int* steps)
    {
        for (var run = runs; run < runs + count; run++)
        {
            for (var i = 0; i < run->Count; i++)
                steps[run->Point + i] = run->Source + i;
        }
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Offsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Panels { get; init; }

        public required float* Band { get; init; }

        public required float* TapSums { get; init; }

        public required RowSums<TVector> RowSums { get; init; }
    }
}
