using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>
/// The blocks of a <see cref="SweepProduct"/> with many result channels, which lie side by side in vectors. Points are the rows
/// of the tiles and are read where they lie in the band, whatever the stride and the dilation: nothing is packed but the
/// weight, once. Where taps are summed first, rows are read from the sums [channel, parameter, point]. Complete sums [point,
/// channel] are turned into the result's layout block by block.
/// </summary>
internal readonly unsafe struct PointRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Points of a block, and bytes of its sums: all of it should stay in the second-level cache.</summary>
    private const int MostPoints = 800, MostBytes = 512 * 1024;

    private readonly SweepProduct product;
    private readonly float* packedWeight;
    private readonly PointPlan<TVector> plan;
    private readonly ColumnPanels<TVector> panels;
    private readonly int channelsAtOnce, planes, sourceImage;
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
        var perPoint = panels.Columns + (product.Sums.Any ? channelsAtOnce * product.Terms : 0);
        var mostPoints = Math.Min(MostBytes / (4 * perPoint), MostPoints);
        plan = new(product.Sweep, product.Groups, product.Rows, product.Device.Threads, mostPoints);
        planes = product.Sums.Any ? product.Sums.Planes : 1;
        sourceImage = product.Groups * product.Channels * planes * product.Sweep.SourcePlane;
        bandRoom = Band.Room(product.Sweep, plan.Blocks, sourceImage, channelsAtOnce * planes);
    }

    public int Count => plan.Count;

    /// <summary>Whether vectors along the channels would be filled well.</summary>
    public static bool Suits(in SweepProduct product) =>
        product.Sweep.Taps > 0 && new ColumnPanels<TVector>(product.Rows).Columns * 4 <= product.Rows * 5;

    /// <summary>A vector may spill over the end of a row of sums.</summary>
    private int SumStride => plan.Blocks.Largest + TVector.Count;

    public void Run(int start, int end)
    {
        var (pool, points) = (product.Device.Pool, plan.Blocks.Largest);
        var isSummed = product.Sums.Any;
        using var steps = new Rented<int>(pool, channelsAtOnce * product.Terms);
        using var taps = new Rented<int>(pool, isSummed ? product.Sums.Start(product.Sums.Count) : 0);
        using var tapSums = new Rented<float>(pool, isSummed ? (long)channelsAtOnce * product.Terms * SumStride : 0);
        using var room = new Rented<float>(pool, AddsRows ? RowSums<TVector>.RoomFor(product.Sweep, product.Sums, points) : 0);
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(points));
        using var runs = new Rented<Run>(pool, Convolution.Run.Most(points, points));
        using var sums = new Rented<float>(pool, (long)points * panels.Columns);
        using var turned = new Rented<float>(pool, product.Sweep.IsDense ? 0 : (long)points * panels.Columns);
        using var band = new Rented<float>(pool, bandRoom);
        var scratch = new Scratch
        {
            Steps = steps.Start, Offsets = offsets.Start, Runs = runs.Start, Sums = sums.Start, Turned = turned.Start,
            Band = band.Start, Taps = taps.Start, TapSums = tapSums.Start,
            RowSums = AddsRows ? new(product.Sweep, product.Sums, points, room.Start) : default,
        };
        for (var k = 0; isSummed && k < channelsAtOnce * product.Terms; k++)
            steps.Start[k] = k * SumStride;
        for (var point = 0; isSummed && point < Panel<TVector>.RoomFor(points); point++)
            offsets.Start[point] = point;
        for (var index = start; index < end; index++)
            Block(index, scratch);
    }

    private void Block(int index, in Scratch scratch)
    {
        var sweep = product.Sweep;
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var firstColumn = panels.Start(firstPanel);
        var band = new Band(sweep, start, end, sourceImage);
        var runCount = Convolution.Run.List(sweep, band, start, end, end - start, scratch.Runs);
        PlaceTaps(band, runCount, end - start, scratch);
        var source = product.Source + ((nint)group * product.Channels * planes * sweep.SourcePlane);
        for (var channel = 0; channel < product.Channels; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, product.Channels - channel);
            var seen = band.Fill(source + ((nint)channel * planes * sweep.SourcePlane), channels * planes, scratch.Band);
            if (product.Sums.Any)
            {
                SumTaps(seen, band.ChannelStride, channels, runCount, scratch);
                seen = scratch.TapSums;
            }
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
                    channel > 0);
            }
        }
        var rows = Math.Min(product.Rows, panels.Start(lastPanel)) - firstColumn;
        Put(start, end, (group * product.Rows) + firstColumn, rows, scratch);
    }

    /// <summary>Turns sums [point, channel] into the layout of the result.</summary>
    private void Put(int start, int end, int firstChannel, int channels, in Scratch scratch)
    {
        var (sweep, count) = (product.Sweep, end - start);
        var finish = new Finish(product, firstChannel, channels);
        if (!sweep.IsDense)
        {
            // A phase of a gradient, which has neither bias nor anything after it.
            Transposer.Run(scratch.Sums, panels.Columns, count, channels, scratch.Turned, count);
            finish.Write(scratch.Turned, count, start, end);
            return;
        }
        for (var point = start; point < end;)
        {
            var next = Math.Min(end, ((point / sweep.PointsPerImage) + 1) * sweep.PointsPerImage);
            var to = finish.Place(point, next - point);
            Transposer.Run(
                scratch.Sums + ((nint)(point - start) * panels.Columns), panels.Columns, next - point, channels, to,
                sweep.TargetPlane);
            Finish(to, firstChannel, channels, next - point);
            point = next;
        }
    }

    /// <summary>Bias, and what follows a convolution in inference, while the results are in the cache.</summary>
    private void Finish(float* to, int firstChannel, int channels, int count)
    {
        for (var channel = firstChannel; channel < firstChannel + channels; channel++, to += product.Sweep.TargetPlane)
        {
            if (product.Bias != null)
                Strip.AddTo(product.Bias[channel], to, count);
            if (product.Finish.Any)
                product.Finish.Apply(product.Target, (nint)(to - product.Target), channel, count);
        }
    }

    /// <summary>Rows of taps that look alike are added up first, where taps have no factors.</summary>
    private bool AddsRows => product.Sums.Any && !product.Sums.AreWeighted;

    private void PlaceTaps(in Band band, int runCount, int points, in Scratch scratch)
    {
        if (AddsRows)
            scratch.RowSums.Place(band);
        else if (product.Sums.Any)
            band.PlaceTaps(product.Sums, scratch.Taps);
        if (product.Sums.Any)
            return;
        band.PlaceTaps(channelsAtOnce, scratch.Steps);
        for (var run = scratch.Runs; run < scratch.Runs + runCount; run++)
        {
            for (var i = 0; i < run->Count; i++)
                scratch.Offsets[run->Point + i] = run->Source + i;
        }
        Panel<TVector>.Extend(scratch.Offsets, points);
    }

    private void SumTaps(float* seen, int channelStride, int channels, int runCount, in Scratch scratch)
    {
        if (AddsRows)
            scratch.RowSums.Fill(seen, channelStride, channels, scratch.Runs, runCount, scratch.TapSums, SumStride);
        else
        {
            WeightedSums.Pack<TVector>(
                scratch.Runs, runCount, 0, seen, (nint)channelStride * planes, channels, scratch.Taps, product.Sums,
                scratch.TapSums, SumStride);
        }
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Offsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* Sums { get; init; }

        public required float* Turned { get; init; }

        public required float* Band { get; init; }

        public required int* Taps { get; init; }

        public required float* TapSums { get; init; }

        public required RowSums<TVector> RowSums { get; init; }
    }
}
