using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>
/// The lanes of an <see cref="OrientedWeightProduct"/>: each goes through its blocks of points for one group and one part of the
/// channels. Its sums are rows (accumulator, channel, product) of all outputs.
/// </summary>
internal readonly unsafe struct OrientedLanes<TVector>(OrientedWeightProduct product, WeightPlan plan, float* sums) : IRange
    where TVector : struct, IVector<TVector>
{
    /// <summary>Outputs whose gradients are expanded at once.</summary>
    private const int OutputsAtOnce = 8;

    private readonly ConvGeometry geometry = product.Conv.Args.Geometry;
    private readonly ColumnPanels<TVector> panels = new(plan.Stride);
    private readonly int[] starts = product.Conv.Transform.Starts;
    private readonly int accumulators = product.Conv.Transform.Accumulators;

    /// <summary>A vector may spill over the end of a row.</summary>
    private int RowStride => plan.Blocks.Largest + TVector.Count;

    public void Run(int start, int end)
    {
        var (pool, most) = (product.Conv.Device.Pool, plan.Blocks.Largest);
        var sourceImage = geometry.InChannels * plan.Sweep.SourcePlane;
        var rows = plan.PartChannels * LongestAccumulator();
        var packedSize = (long)most * plan.Stride;
        using var steps = new Rented<int>(pool, most);
        using var offsets = new Rented<int>(pool, Panel<TVector>.RoomFor(rows));
        using var taps = new Rented<int>(pool, product.Taps.Start(product.Taps.Count));
        using var runs = new Rented<Run>(pool, Convolution.Run.Most(most, most));
        using var packed = new Rented<float>(pool, packedSize * accumulators);
        using var expanded = new Rented<float>(pool, (long)OutputsAtOnce * accumulators * most);
        // The last tile reads whole rows behind the last one; nobody reads what comes of them.
        using var seen = new Rented<float>(pool, (long)Panel<TVector>.RoomFor(rows) * RowStride);
        using var band = new Rented<float>(pool, plan.BandRoom);
        // Columns beyond the last output are never filled: nobody reads their sums, but they should be finite.
        new Span<float>(packed.Start, checked((int)(packedSize * accumulators))).Clear();
        for (var point = 0; point < most; point++)
            steps.Start[point] = point;
        for (var row = 0; row < Panel<TVector>.RoomFor(rows); row++)
            offsets.Start[row] = row * RowStride;
        for (var index = start; index < end; index++)
        {
            var part = index % plan.Parts;
            var group = index / plan.Parts % geometry.Groups;
            var lane = index / plan.Parts / geometry.Groups;
            var firstChannel = part * plan.PartChannels;
            var channels = Math.Min(plan.PartChannels, geometry.GroupIn - firstChannel);
            var total = sums + (lane * plan.LaneSize) + plan.SumsOf(group, 0);
            var (block, last) = (LaneStart(lane), LaneStart(lane + 1));
            for (var add = false; block < last; block++, add = true)
            {
                var (first, next) = plan.Blocks[block];
                var cells = new Band(plan.Sweep, first, next, sourceImage);
                var source = product.Source + ((((nint)group * geometry.GroupIn) + firstChannel) * plan.Sweep.SourcePlane);
                var image = cells.Fill(source, channels, band.Start);
                var runCount = Convolution.Run.List(plan.Sweep, cells, first, next, next - first, runs.Start);
                cells.PlaceTaps(product.Taps, taps.Start);
                PackGradient(group, first, next, expanded.Start, packed.Start, packedSize);
                for (var a = 0; a < accumulators; a++)
                {
                    var terms = starts[a + 1] - starts[a];
                    var some = product.Taps with { Count = terms, Starts = product.Taps.Starts + (starts[a] * sizeof(int)) };
                    Convolution.Run.PackSums<TVector>(
                        runs.Start, runCount, 0, image, cells.ChannelStride, channels, taps.Start, some, seen.Start, RowStride);
                    var sumsOfPart = total + ((((nint)starts[a] * geometry.GroupIn) + (firstChannel * terms)) * plan.Stride);
                    Multiply(
                        packed.Start + (a * (nint)packedSize), next - first, channels * terms, seen.Start, offsets.Start,
                        steps.Start, sumsOfPart, add);
                }
            }
        }
    }

    private int LongestAccumulator()
    {
        var longest = 0;
        for (var a = 0; a < accumulators; a++)
            longest = Math.Max(longest, starts[a + 1] - starts[a]);
        return longest;
    }

    private int LaneStart(int lane) => (int)((long)lane * plan.Blocks.Count / plan.Lanes);

    private void Multiply(float* packed, int points, int rows, float* seen, int* offsets, int* steps, float* total, bool add)
    {
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var right = new Panel<TVector>
            {
                Start = packed + ((nint)column * points), Stride = width, Columns = width, Count = points,
            };
            right.Multiply(rows, seen, offsets, steps, total + column, plan.Stride, add);
        }
    }

    /// <summary>Packs the accumulators' gradients panel by panel, a point's outputs side by side.</summary>
    private void PackGradient(int group, int first, int next, float* expanded, float* packed, long packedSize)
    {
        var (perImage, outputs, points) = (plan.Sweep.PointsPerImage, geometry.GroupOut, next - first);
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            for (var output = column; output < Math.Min(outputs, column + width); output += OutputsAtOnce)
            {
                var count = Math.Min(OutputsAtOnce, Math.Min(outputs, column + width) - output);
                for (var point = first; point < next;)
                {
                    var image = point / perImage;
                    var end = Math.Min(next, (image + 1) * perImage);
                    for (var o = 0; o < count; o++)
                    {
                        product.Gradient.Expand(
                            (image * geometry.OutChannels) + (group * outputs) + output + o, point % perImage, end - point,
                            expanded + ((nint)o * accumulators * points) + (point - first), points);
                    }
                    point = end;
                }
                for (var a = 0; a < accumulators; a++)
                {
                    Transposer.Run(
                        expanded + ((nint)a * points), (nint)accumulators * points, count, points,
                        packed + (a * (nint)packedSize) + ((nint)column * points) + (output - column), width);
                }
            }
        }
    }
}
