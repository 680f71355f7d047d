using System.Runtime.CompilerServices;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>Packs sums of taps with factors. Channels run fastest: the factors of a sum stay in registers for all of
/// them.</summary>
internal static unsafe class WeightedSums
{
    private const int ChannelsAtOnce = 8;

    /// <summary>As <see cref="Run.PackSums"/>.</summary>
    public static void Pack<TVector>(
        Run* runs, int runCount, int firstColumn, float* band, nint channelStride, int channels, int* taps, in TapSums sums,
        float* panel, nint stride)
        where TVector : struct, IVector<TVector>
    {
        // Channels outside: what their points share stays in the first-level cache, and so do the ends of the rows written.
        for (var channel = 0; channel < channels; channel += ChannelsAtOnce)
        {
            PackSome<TVector>(
                runs, runCount, firstColumn, band + (channel * channelStride), channelStride,
                Math.Min(ChannelsAtOnce, channels - channel), taps, sums, panel + (channel * sums.Count * stride), stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackSome<TVector>(
        Run* runs, int runCount, int firstColumn, float* band, nint channelStride, int channels, int* taps, in TapSums sums,
        float* panel, nint stride)
        where TVector : struct, IVector<TVector>
    {
        var starts = (int*)sums.Starts;
        var factors = (float*)sums.Factors;
        var rowsOfChannel = stride * sums.Count;
        for (var run = runs; run < runs + runCount; run++)
        {
            for (var i = 0; i < run->Count; i += TVector.Count)
            {
                var from = band + run->Source + i;
                var to = panel + (run->Point - firstColumn + i);
                for (var sum = 0; sum < sums.Count; sum++, to += stride)
                {
                    var (tap, end) = (starts[sum], starts[sum + 1]);
                    if (tap == end)
                        Clear<TVector>(channels, to, rowsOfChannel);
                    for (var add = false; tap < end; add = true)
                    {
                        if (end - tap >= 4)
                        {
                            Four<TVector>(from, channelStride, channels, taps + tap, factors + tap, to, rowsOfChannel, add);
                            tap += 4;
                        }
                        else if (end - tap >= 2)
                        {
                            Two<TVector>(from, channelStride, channels, taps + tap, factors + tap, to, rowsOfChannel, add);
                            tap += 2;
                        }
                        else
                        {
                            One<TVector>(from, channelStride, channels, taps + tap, factors + tap, to, rowsOfChannel, add);
                            tap++;
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<TVector>(int channels, float* to, nint stride) where TVector : struct, IVector<TVector>
    {
        for (var channel = 0; channel < channels; channel++, to += stride)
            TVector.Store(TVector.Fill(0), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<TVector>(
        float* from, nint fromStride, int channels, int* taps, float* factors, float* to, nint stride, bool add)
        where TVector : struct, IVector<TVector>
    {
        var (a, f0) = (taps[0], TVector.Fill(factors[0]));
        for (var channel = 0; channel < channels; channel++, from += fromStride, to += stride)
            TVector.Store(TVector.MultiplyAdd(f0, TVector.Load(from + a), Start<TVector>(to, add)), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two<TVector>(
        float* from, nint fromStride, int channels, int* taps, float* factors, float* to, nint stride, bool add)
        where TVector : struct, IVector<TVector>
    {
        var (a, b, f0, f1) = (taps[0], taps[1], TVector.Fill(factors[0]), TVector.Fill(factors[1]));
        for (var channel = 0; channel < channels; channel++, from += fromStride, to += stride)
        {
            var sum = TVector.MultiplyAdd(f0, TVector.Load(from + a), Start<TVector>(to, add));
            TVector.Store(TVector.MultiplyAdd(f1, TVector.Load(from + b), sum), to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TVector>(
        float* from, nint fromStride, int channels, int* taps, float* factors, float* to, nint stride, bool add)
        where TVector : struct, IVector<TVector>
    {
        var (a, b, c, d) = (taps[0], taps[1], taps[2], taps[3]);
        var (f0, f1) = (TVector.Fill(factors[0]), TVector.Fill(factors[1]));
        var (f2, f3) = (TVector.Fill(factors[2]), TVector.Fill(factors[3]));
        for (var channel = 0; channel < channels; channel++, from += fromStride, to += stride)
        {
            var sum = TVector.MultiplyAdd(f0, TVector.Load(from + a), Start<TVector>(to, add));
            sum = TVector.MultiplyAdd(f1, TVector.Load(from + b), sum);
            sum = TVector.MultiplyAdd(f2, TVector.Load(from + c), sum);
            TVector.Store(TVector.MultiplyAdd(f3, TVector.Load(from + d), sum), to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start<TVector>(float* to, bool add) where TVector : struct, IVector<TVector> =>
        add ? TVector.Load(to) : TVector.Fill(0);
}
