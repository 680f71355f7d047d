using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>Consecutive points that lie in one row and one panel.</summary>
/// <param name="Point">The first, counted from the start of the block.</param>
/// <param name="Source">Its place in a channel of the band.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Run(int Point, int Source, int Count)
{
    /// <summary>The most runs a block of so many points has.</summary>
    public static int Most(int points, int columns) => points + ((points + columns - 1) / columns);

    /// <summary>Lists the runs of the points from <paramref name="start"/> to <paramref name="end"/>, for panels of so many columns.</summary>
    /// <returns>How many there are.</returns>
    public static unsafe int List(in Sweep sweep, in Band band, int start, int end, int columns, Run* runs)
    {
        var count = 0;
        for (var point = start; point < end;)
        {
            var rowEnd = ((point / sweep.W.Points) + 1) * sweep.W.Points;
            var panelEnd = start + ((((point - start) / columns) + 1) * columns);
            var next = Math.Min(end, Math.Min(rowEnd, panelEnd));
            runs[count++] = new(point - start, band.PointOffset(point), next - point);
            point = next;
        }
        return count;
    }

    /// <summary>
    /// Copies what the points of one panel see, through all taps of some channels, into panel rows of <paramref name="width"/> numbers.
    /// Whole vectors are copied: what spills over the end of a run is overwritten by the next, so the panel needs a vector's room at its end.
    /// </summary>
    public static unsafe void Pack<TVector>(
        Run* runs, int count, int firstColumn, float* band, int channelStride, int channels, int* taps, int tapCount, float* panel, int width)
        where TVector : struct, IVector<TVector>
    {
        for (var channel = 0; channel < channels; channel++, band += channelStride)
        {
            for (var tap = 0; tap < tapCount; tap++, panel += width)
            {
                var seen = band + taps[tap];
                for (var index = 0; index < count; index++)
                {
                    var run = runs[index];
                    var from = seen + run.Source;
                    var to = panel + run.Point - firstColumn;
                    for (var i = 0; i < run.Count; i += TVector.Count)
                        TVector.Store(TVector.Load(from + i), to + i);
                }
            }
        }
    }
}
