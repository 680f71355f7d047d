namespace Equivariant.Cpu;

/// <summary>Writes the sums over the taps of each parameter as maps [image, channel, parameter, pixel];
/// an index is a channel of an image.</summary>
internal readonly unsafe struct TapSumMaps<TVector>(
    OutputGrid grid, TapSums sums, int channels, CpuMemoryPool pool, float* source, float* maps)
    : IRange where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var pixels = grid.PixelsPerImage;
        // A vector may spill over the end of a row, which in the maps would be the start of the next.
        var stride = pixels + TVector.Count;
        using var rows = new Rented<float>(pool, (long)sums.Count * stride);
        using var taps = new Rented<int>(pool, grid.Taps);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(pixels, pixels));
        var sourceImage = channels * grid.SourcePlane;
        using var room = new Rented<float>(pool, new PackedInput(grid, 0, pixels, sourceImage).ChannelStride + PackedInput.Slack);
        for (var index = start; index < end; index++)
        {
            var (image, channel) = Math.DivRem(index, channels);
            var first = image * pixels;
            var input = new PackedInput(grid, first, first + pixels, sourceImage);
            var seen = input.Fill(source + ((nint)channel * grid.SourcePlane), 1, room.Start);
            input.ListTaps(sums, taps.Start);
            var count = PixelSpan.List(grid, input, first, first + pixels, pixels, spans.Start);
            PixelSpan.PackSums<TVector>(spans.Start, count, 0, seen, 0, 1, taps.Start, sums, rows.Start, stride);
            var to = maps + ((nint)index * sums.Count * pixels);
            for (var parameter = 0; parameter < sums.Count; parameter++)
                new ReadOnlySpan<float>(rows.Start + ((nint)parameter * stride), pixels)
                    .CopyTo(new Span<float>(to + ((nint)parameter * pixels), pixels));
        }
    }
}
