namespace Equivariant.Cpu;

/// <summary>Where the pixels of a block lie among what it sees.</summary>
internal interface IPackedInput
{
    /// <summary>Where a pixel lies in a channel.</summary>
    int PixelOffset(int pixel);
}

/// <summary>Consecutive pixels that lie in one row and one panel.</summary>
/// <param name="Pixel">The first, counted from the start of the block.</param>
/// <param name="Source">Its place in a channel of the packed input.</param>
/// <param name="Count">How many.</param>
internal readonly record struct PixelSpan(int Pixel, int Source, int Count)
{
    /// <summary>The most spans a block of so many pixels has, in panels of so many columns.</summary>
    public static int Most(int pixels, int columns) => pixels + (pixels / columns) + 1;

    /// <summary>Lists the spans of the pixels from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <returns>How many there are.</returns>
    public static unsafe int List<TPacked>(
        in OutputGrid grid, in TPacked input, int start, int end, int columns, PixelSpan* spans)
        where TPacked : struct, IPackedInput
    {
        var count = 0;
        for (var pixel = start; pixel < end;)
        {
            var rowEnd = ((pixel / grid.W.Pixels) + 1) * grid.W.Pixels;
            var panelEnd = start + ((((pixel - start) / columns) + 1) * columns);
            var next = Math.Min(end, Math.Min(rowEnd, panelEnd));
            spans[count++] = new(pixel - start, input.PixelOffset(pixel), next - pixel);
            pixel = next;
        }
        return count;
    }

    /// <summary>
    /// Copies what the pixels of one panel see into its rows. Whole vectors are copied: what spills over the end of a span is
    /// overwritten by the next, and rows have a vector's room at their end.
    /// </summary>
    /// <param name="spans">The spans of the panel.</param>
    /// <param name="spanCount">Their number.</param>
    /// <param name="firstColumn">Pixel of the block that is column 0.</param>
    /// <param name="input">What the block sees.</param>
    /// <param name="taps">Places relative to a pixel, one a panel row.</param>
    /// <param name="rows">Number of panel rows.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="stride">Elements from row to row of the panel.</param>
    public static unsafe void Pack<TVector>(
        PixelSpan* spans, int spanCount, int firstColumn, float* input, int* taps, int rows, float* panel, nint stride)
        where TVector : struct, IVector<TVector>
    {
        for (var span = spans; span < spans + spanCount; span++)
        {
            for (var i = 0; i < span->Count; i += TVector.Count)
            {
                var from = input + span->Source + i;
                var to = panel + (span->Pixel - firstColumn + i);
                for (var row = 0; row < rows; row++, to += stride)
                    TVector.Store(TVector.Load(from + taps[row]), to);
            }
        }
    }

    /// <summary>As <see cref="Pack"/>, but every panel row holds the sum over the taps of one parameter.</summary>
    /// <param name="spans">The spans of the panel.</param>
    /// <param name="spanCount">Their number.</param>
    /// <param name="firstColumn">Pixel of the block that is column 0.</param>
    /// <param name="input">What the block sees.</param>
    /// <param name="channelStride">From channel to channel in it.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="taps">Places relative to a pixel, parameter by parameter.</param>
    /// <param name="sums">Which of them belong together.</param>
    /// <param name="panel">The panel; its rows are (channel, parameter).</param>
    /// <param name="stride">Elements from row to row of the panel.</param>
    public static unsafe void PackSums<TVector>(
        PixelSpan* spans, int spanCount, int firstColumn, float* input, nint channelStride, int channels, int* taps,
        in TapSums sums, float* panel, nint stride)
        where TVector : struct, IVector<TVector>
    {
        var starts = (int*)sums.Starts;
        for (var span = spans; span < spans + spanCount; span++)
        {
            for (var i = 0; i < span->Count; i += TVector.Count)
            {
                var from = input + span->Source + i;
                var to = panel + (span->Pixel - firstColumn + i);
                for (var channel = 0; channel < channels; channel++, from += channelStride)
                {
                    for (var parameter = 0; parameter < sums.Count; parameter++, to += stride)
                        TVector.Store(Sum<TVector>(from, taps + starts[parameter], taps + starts[parameter + 1]), to);
                }
            }
        }
    }

    /// <summary>Four sums side by side: an addition takes longer than to start the next one.</summary>
    private static unsafe TVector Sum<TVector>(float* from, int* tap, int* end) where TVector : struct, IVector<TVector>
    {
        TVector s0 = TVector.Fill(0), s1 = s0, s2 = s0, s3 = s0;
        for (; tap + 4 <= end; tap += 4)
        {
            s0 += TVector.Load(from + tap[0]);
            s1 += TVector.Load(from + tap[1]);
            s2 += TVector.Load(from + tap[2]);
            s3 += TVector.Load(from + tap[3]);
        }
        for (; tap < end; tap++)
            s0 += TVector.Load(from + tap[0]);
        return (s0 + s1) + (s2 + s3);
    }
}
