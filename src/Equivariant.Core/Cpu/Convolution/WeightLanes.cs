using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>The lanes of a <see cref="WeightProduct"/>: each goes through its blocks of points for one group and one part of the channels.</summary>
internal readonly unsafe struct WeightLanes<TVector>(WeightProduct product, WeightPlan plan, float* sums) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (most, rows) = (plan.Blocks.Largest, plan.PartChannels * plan.Sweep.Taps);
        var sourceImage = product.Geometry.InChannels * plan.Sweep.SourcePlane;
        using var steps = new Rented<int>(product.Device.Pool, most);
        using var offsets = new Rented<int>(product.Device.Pool, rows);
        using var runs = new Rented<Run>(product.Device.Pool, Convolution.Run.Most(most, most));
        using var packed = new Rented<float>(product.Device.Pool, (long)most * plan.Stride);
        using var band = new Rented<float>(
            product.Device.Pool, Band.Room(plan.Sweep, plan.Blocks, 0, plan.Blocks.Count, sourceImage, plan.PartChannels));
        // Columns beyond the last output channel are never filled: nobody reads their sums, but they should be finite.
        new Span<float>(packed.Start, most * plan.Stride).Clear();
        for (var index = start; index < end; index++)
        {
            var part = index % plan.Parts;
            var group = index / plan.Parts % product.Geometry.Groups;
            var lane = index / plan.Parts / product.Geometry.Groups;
            var firstChannel = part * plan.PartChannels;
            var channels = Math.Min(plan.PartChannels, product.Geometry.GroupIn - firstChannel);
            var total = sums + (lane * plan.LaneSize) + plan.SumsOf(group, firstChannel * plan.Sweep.Taps);
            var (block, last) = (LaneStart(lane), LaneStart(lane + 1));
            if (block == last)
                new Span<float>(total, channels * plan.Sweep.Taps * plan.Stride).Clear();
            for (var add = false; block < last; block++, add = true)
            {
                var (first, next) = plan.Blocks[block];
                var seen = new Band(plan.Sweep, first, next, sourceImage);
                var source = product.Source + (((nint)group * product.Geometry.GroupIn) + firstChannel) * plan.Sweep.SourcePlane;
                var image = seen.Fill(source, channels, band.Start);
                PlacePoints(seen, first, next, runs.Start, steps.Start);
                seen.PlaceTaps(channels, offsets.Start);
                PackGradient(group, first, next, packed.Start);
                for (var (column, vectors) = (0, 0); column < plan.Stride; column += vectors * TVector.Count)
                {
                    vectors = Width(column);
                    var panel = new Panel<TVector>
                    {
                        Start = packed.Start + ((nint)column * (next - first)), Stride = vectors * TVector.Count,
                        Columns = vectors * TVector.Count, Count = next - first,
                    };
                    panel.Multiply(channels * plan.Sweep.Taps, image, offsets.Start, steps.Start, total + column, plan.Stride, add);
                }
            }
        }
    }

    private int LaneStart(int lane) => (int)((long)lane * plan.Blocks.Count / plan.Lanes);

    /// <summary>Vectors of the panel at a column: three, but rather two and two than three and one.</summary>
    private int Width(int column)
    {
        var left = (plan.Stride - column) / TVector.Count;
        return left == 4 ? 2 : Math.Min(left, Tile<TVector>.Vectors);
    }

    private void PlacePoints(in Band band, int first, int next, Run* runs, int* steps)
    {
        var count = Convolution.Run.List(plan.Sweep, band, first, next, next - first, runs);
        for (var run = runs; run < runs + count; run++)
        {
            for (var i = 0; i < run->Count; i++)
                steps[run->Point + i] = run->Source + i;
        }
    }

    /// <summary>Packs dy panel by panel, a point's output channels side by side.</summary>
    private void PackGradient(int group, int first, int next, float* packed)
    {
        var (perImage, channels) = (plan.Sweep.PointsPerImage, product.Geometry.GroupOut);
        for (var (column, width) = (0, 0); column < plan.Stride; column += width)
        {
            width = Width(column) * TVector.Count;
            var panel = packed + ((nint)column * (next - first));
            for (var point = first; point < next;)
            {
                var image = point / perImage;
                var end = Math.Min(next, (image + 1) * perImage);
                var plane = ((nint)image * product.Geometry.OutChannels) + (group * channels) + column;
                Transposer.Run(
                    product.OutputGradient + (plane * perImage) + (point % perImage), perImage,
                    Math.Min(width, channels - column), end - point, panel + ((nint)(point - first) * width), width);
                point = end;
            }
        }
    }
}
