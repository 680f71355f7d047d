namespace Equivariant.Cpu;

/// <summary>Writes the sums over the taps of each parameter as maps [image, channel, parameter, point];
/// an index is a channel of an image.</summary>
internal readonly unsafe struct TapSumMaps<TVector>(
    Sweep sweep, TapSums sums, int channels, CpuMemoryPool pool, float* source, float* maps)
    : IRange where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var points = sweep.PointsPerImage;
        // A vector may spill over the end of a row, which in the maps would be the start of the next.
        var stride = points + TVector.Count;
        using var rows = new Rented<float>(pool, (long)sums.Count * stride);
        using var taps = new Rented<int>(pool, sweep.Taps);
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(points, points));
        var sourceImage = channels * sweep.SourcePlane;
        using var room = new Rented<float>(pool, new Band(sweep, 0, points, sourceImage).ChannelStride + Band.Slack);
        for (var index = start; index < end; index++)
        {
            var (image, channel) = Math.DivRem(index, channels);
            var first = image * points;
            var band = new Band(sweep, first, first + points, sourceImage);
            var seen = band.Fill(source + ((nint)channel * sweep.SourcePlane), 1, room.Start);
            band.PlaceTaps(sums, taps.Start);
            var count = Cpu.Run.List(sweep, band, first, first + points, points, runs.Start);
            Cpu.Run.PackSums<TVector>(runs.Start, count, 0, seen, 0, 1, taps.Start, sums, rows.Start, stride);
            var to = maps + ((nint)index * sums.Count * points);
            for (var parameter = 0; parameter < sums.Count; parameter++)
                new ReadOnlySpan<float>(rows.Start + ((nint)parameter * stride), points)
                    .CopyTo(new Span<float>(to + ((nint)parameter * points), points));
        }
    }
}
