using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;
using Equivariant.Symmetry;

namespace Equivariant.Cpu;

/// <summary>
/// The blocks of an <see cref="OrientedProduct"/>, each of some points, one group and some panels of outputs. The transformed
/// taps of a block are written once, [channel, product, point], and get one matrix product for each accumulator; then the
/// accumulators [point, output], still in the cache, become results.
/// </summary>
internal readonly unsafe struct OrientedRange<TVector> : IRange where TVector : struct, IVector<TVector>
{
    /// <summary>Length of an accumulator's register sums that is aimed at; the longest an accumulator's may get.</summary>
    private const int RegisterSum = 128, LongestSum = 384;

    /// <summary>Points of a block, and bytes of what it keeps: all of it should stay in the second-level cache.</summary>
    private const int MostPoints = 400, MostBytes = 1024 * 1024;

    private readonly OrientedProduct product;
    private readonly ConvGeometry geometry;
    private readonly ColumnPanels<TVector> panels;
    private readonly PointPlan<TVector> plan;
    private readonly float* weight;
    private readonly int channelsAtOnce, sourceImage;
    private readonly long bandRoom;

    /// <summary>Plans the blocks.</summary>
    /// <param name="product">The work.</param>
    /// <param name="weight">Its weight as an <see cref="OrientedWeight{TVector}"/>.</param>
    public OrientedRange(in OrientedProduct product, float* weight)
    {
        (this.product, geometry) = (product, product.Conv.Args.Geometry);
        this.weight = weight;
        panels = new(geometry.GroupOut);
        channelsAtOnce = ChannelsAtOnce(product);
        var perPoint = (Transform.Accumulators * panels.Columns) + (channelsAtOnce * Transform.Products);
        var mostPoints = Math.Min(MostBytes / 4 / perPoint, MostPoints);
        plan = new(product.Sweep, geometry.Groups, geometry.GroupOut, product.Conv.Device.Threads, mostPoints);
        sourceImage = geometry.InChannels * product.Sweep.SourcePlane;
        bandRoom = Band.Room(product.Sweep, plan.Blocks, sourceImage, channelsAtOnce);
    }

    public int Count => plan.Count;

    private GroupTransform Transform => product.Conv.Transform;

    /// <summary>A vector may spill over the end of a row.</summary>
    private int SumStride => plan.Blocks.Largest + TVector.Count;

    /// <summary>Channels whose products make one register sum for each accumulator.</summary>
    public static int ChannelsAtOnce(in OrientedProduct product)
    {
        var (starts, longest, shortest) = (product.Conv.Transform.Starts, 0, int.MaxValue);
        for (var a = 0; a + 1 < starts.Length; a++)
        {
            longest = Math.Max(longest, starts[a + 1] - starts[a]);
            shortest = Math.Min(shortest, starts[a + 1] - starts[a]);
        }
        var most = Math.Max(1, Math.Min(RegisterSum / shortest, LongestSum / longest));
        var channels = product.Conv.Args.Geometry.GroupIn;
        var parts = (channels + most - 1) / most;
        return (channels + parts - 1) / parts;
    }

    public void Run(int start, int end)
    {
        var (pool, points) = (product.Conv.Device.Pool, plan.Blocks.Largest);
        using var steps = new Rented<int>(pool, channelsAtOnce * Transform.Products);
        using var taps = new Rented<int>(pool, product.Taps.Start(product.Taps.Count));
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(points));
        using var runs = new Rented<Run>(pool, Convolution.Run.Most(points, points));
        using var tapSums = new Rented<float>(pool, (long)channelsAtOnce * Transform.Products * SumStride);
        using var sums = new Rented<float>(pool, (long)Transform.Accumulators * points * panels.Columns);
        using var band = new Rented<float>(pool, bandRoom);
        using var finishRoom = new Rented<float>(pool, OrientedFinish<TVector>.RoomFor(product.Conv, points, panels.Columns));
        for (var point = 0; point < Panel<TVector>.RoomFor(points); point++)
            offsets.Start[point] = point;
        var scratch = new Scratch
        {
            Steps = steps.Start, Taps = taps.Start, Offsets = offsets.Start, Runs = runs.Start, TapSums = tapSums.Start,
            Sums = sums.Start, Band = band.Start,
        };
        var finish = new OrientedFinish<TVector>(product, points, panels.Columns, finishRoom.Start);
        for (var index = start; index < end; index++)
            Block(index, scratch, finish);
    }

    private void Block(int index, in Scratch scratch, in OrientedFinish<TVector> finish)
    {
        var sweep = product.Sweep;
        var (start, end, group, firstPanel, lastPanel) = plan[index];
        var firstColumn = panels.Start(firstPanel);
        var band = new Band(sweep, start, end, sourceImage);
        band.PlaceTaps(product.Taps, scratch.Taps);
        var runCount = Convolution.Run.List(sweep, band, start, end, end - start, scratch.Runs);
        var source = product.Source + ((nint)group * geometry.GroupIn * sweep.SourcePlane);
        var operands = new OrientedWeight<TVector>(product, channelsAtOnce, weight);
        for (var channel = 0; channel < geometry.GroupIn; channel += channelsAtOnce)
        {
            var channels = Math.Min(channelsAtOnce, geometry.GroupIn - channel);
            var seen = band.Fill(source + ((nint)channel * sweep.SourcePlane), channels, scratch.Band);
            WeightedSums.Pack<TVector>(
                scratch.Runs, runCount, 0, seen, band.ChannelStride, channels, scratch.Taps, product.Taps, scratch.TapSums,
                SumStride);
            var right = weight + operands.Place(group, channel);
            for (var a = 0; a < Transform.Accumulators; a++)
            {
                var sums = scratch.Sums + ((nint)a * (end - start) * panels.Columns);
                Accumulate(a, end - start, channels, firstPanel, lastPanel, right, sums, channel > 0, scratch);
            }
        }
        var outputs = Math.Min(geometry.GroupOut, panels.Start(lastPanel)) - firstColumn;
        finish.Write(scratch.Sums, (group * geometry.GroupOut) + firstColumn, outputs, start, end - start);
    }

    /// <summary>One accumulator of a block, some channels.</summary>
    private void Accumulate(
        int accumulator, int points, int channels, int firstPanel, int lastPanel, float* right, float* sums, bool add,
        in Scratch scratch)
    {
        var (first, next) = (Transform.Starts[accumulator], Transform.Starts[accumulator + 1]);
        var count = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            for (var p = first; p < next; p++)
                scratch.Steps[count++] = ((channel * Transform.Products) + p) * SumStride;
        }
        for (var panel = firstPanel; panel < lastPanel; panel++)
        {
            var column = panels.Start(panel);
            var width = panels.Width(panel);
            var operand = new Panel<TVector>
            {
                Start = right + ((nint)column * channels * Transform.Products) + ((nint)first * channels * width),
                Stride = width, Columns = width, Count = count,
            };
            operand.Multiply(
                points, scratch.TapSums, scratch.Offsets, scratch.Steps, sums + (column - panels.Start(firstPanel)),
                panels.Columns, add);
        }
    }

    private readonly struct Scratch
    {
        public required int* Steps { get; init; }

        public required int* Taps { get; init; }

        public required int* Offsets { get; init; }

        public required Run* Runs { get; init; }

        public required float* TapSums { get; init; }

        public required float* Sums { get; init; }

        public required float* Band { get; init; }
    }
}
