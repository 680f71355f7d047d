using System.Runtime.CompilerServices;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>
/// Sums over the taps of each parameter in two steps. Rows of taps that look alike, as those above and below the middle of a ring
/// kernel do, are added up first, once for all points of a row; then each parameter has few taps left: of 9×9 rings 45 of 81, of
/// 5×5×5 rings 30 of 125.
/// </summary>
internal readonly unsafe struct RowSums<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Channels whose rows are added up before any is read again: what was just written cannot be read at an offset for
    /// a while.</summary>
    private const int ChannelsAtOnce = 4;

    private readonly TapSums sums;
    private readonly int* rows, rowStarts, tapStarts, taps;
    private readonly Sweep sweep;
    private readonly int* rowOffsets, tapOffsets;
    private readonly float* scratch;
    private readonly int kinds, rowStride, reach;

    /// <summary>Sorts the rows of taps.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="sums">Which taps belong together; without factors.</param>
    /// <param name="points">The most points of a block.</param>
    /// <param name="room">Room, see <see cref="RoomFor"/>.</param>
    public RowSums(in Sweep sweep, in TapSums sums, int points, float* room)
    {
        var (width, tapRows) = (sweep.W.Taps, sweep.D.Taps * sweep.H.Taps);
        (this.sweep, this.sums, rowStride) = (sweep, sums, RowStride(sweep, points));
        scratch = room;
        var parameterOf = (int*)(room + ((nint)ChannelsAtOnce * tapRows * rowStride));
        rows = parameterOf + sweep.Taps;
        rowStarts = rows + tapRows;
        rowOffsets = rowStarts + tapRows + 1;
        taps = rowOffsets + tapRows;
        tapOffsets = taps + sweep.Taps;
        tapStarts = tapOffsets + sweep.Taps;
        new Span<int>(parameterOf, sweep.Taps).Fill(-1);
        for (var parameter = 0; parameter < sums.Count; parameter++)
        {
            for (var index = sums.Start(parameter); index < sums.Start(parameter + 1); index++)
                parameterOf[sums.Tap(index)] = parameter;
        }
        var (count, listed) = (0, 0);
        for (var row = 0; row < tapRows; row++)
        {
            var pattern = new ReadOnlySpan<int>(parameterOf + (row * width), width);
            if (pattern.IndexOfAnyExcept(-1) < 0 || FirstAlike(parameterOf, row) < row)
                continue;
            rowStarts[count++] = listed;
            for (var other = row; other < tapRows; other++)
            {
                if (pattern.SequenceEqual(new(parameterOf + (other * width), width)))
                    rows[listed++] = other;
            }
        }
        (kinds, rowStarts[count]) = (count, listed);
        listed = 0;
        for (var parameter = 0; parameter < sums.Count; parameter++)
        {
            tapStarts[parameter] = listed;
            for (var kind = 0; kind < kinds; kind++)
            {
                for (var w = 0; w < width; w++)
                {
                    if (parameterOf[(rows[rowStarts[kind]] * width) + w] == parameter)
                        taps[listed++] = (kind * width) + w;
                }
            }
        }
        tapStarts[sums.Count] = listed;
        reach = Row(sweep, points) - Math.Min(points, sweep.W.Points);

        int FirstAlike(int* table, int row)
        {
            var first = 0;
            while (!new ReadOnlySpan<int>(table + (first * width), width).SequenceEqual(new(table + (row * width), width)))
                first++;
            return first;
        }
    }

    /// <summary>Numbers that an instance needs room for.</summary>
    public static long RoomFor(in Sweep sweep, in TapSums sums, int points)
    {
        var rows = sweep.D.Taps * sweep.H.Taps;
        return ((long)ChannelsAtOnce * rows * RowStride(sweep, points)) + (3 * (rows + sweep.Taps)) + sums.Count + 2;
    }

    /// <summary>Notes where the taps lie in a band, for <see cref="Fill"/>.</summary>
    public void Place(in Band band)
    {
        for (var index = 0; index < tapStarts[sums.Count]; index++)
        {
            var across = band.TapOffset(new Volume(0, 0, sweep.Offset(taps[index] % sweep.W.Taps).W));
            tapOffsets[index] = (taps[index] / sweep.W.Taps * rowStride) + across;
        }
        for (var index = 0; index < rowStarts[kinds]; index++)
        {
            var offset = sweep.Offset(rows[index] * sweep.W.Taps);
            rowOffsets[index] = band.TapOffset(new Volume(offset.D, offset.H, 0));
        }
    }

    /// <summary>Writes the sums of some channels, [channel, parameter, point]; rows have room for a vector that spills over.
    /// </summary>
    /// <param name="seen">The band that was placed.</param>
    /// <param name="channelStride">From channel to channel in it.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="runs">Runs of the points.</param>
    /// <param name="runCount">Their number.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From row to row of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* seen, nint channelStride, int channels, Run* runs, int runCount, float* to, nint stride)
    {
        var (planes, results) = ((nint)kinds * rowStride, sums.Count * stride);
        // Channels outside: the next run sees most of the rows that this one saw, while they are in the first-level cache.
        for (var channel = 0; channel < channels; channel += ChannelsAtOnce)
        {
            var some = Math.Min(ChannelsAtOnce, channels - channel);
            for (var run = runs; run < runs + runCount; run++)
            {
                var from = seen + run->Source + (channel * channelStride);
                for (var c = 0; c < some; c++)
                    AddRows(from + (c * channelStride), reach + run->Count, scratch + (c * planes));
                var into = to + run->Point + (channel * results);
                for (var c = 0; c < some;)
                {
                    float* rowsOfChannel = scratch + (c * planes), result = into + (c * results);
                    // A short run is one vector: then two channels share the look-up of an offset.
                    if (run->Count <= TVector.Count && c + 2 <= some)
                    {
                        AddTapsOfTwo(rowsOfChannel, planes, result, stride, results);
                        c += 2;
                        continue;
                    }
                    AddTaps(rowsOfChannel, run->Count, result, stride);
                    c++;
                }
            }
        }
    }

    /// <summary>Cells of a row of the band, all remainders of the step.</summary>
    private static int Row(in Sweep sweep, int points) =>
        (Math.Min(points, sweep.W.Points) + (sweep.W.Reach / sweep.W.Step)) * sweep.W.Step;

    /// <summary>A vector may spill over the end of a row, and another one is read beside it.</summary>
    private static int RowStride(in Sweep sweep, int points) =>
        ((Row(sweep, points) + TVector.Count - 1) / TVector.Count * TVector.Count) + (2 * TVector.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddRows(float* from, int count, float* to)
    {
        for (var kind = 0; kind < kinds; kind++, to += rowStride)
            Add(from, count, rowOffsets + rowStarts[kind], rowOffsets + rowStarts[kind + 1], to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTaps(float* from, int count, float* to, nint stride)
    {
        for (var parameter = 0; parameter < sums.Count; parameter++, to += stride)
            Add(from, count, tapOffsets + tapStarts[parameter], tapOffsets + tapStarts[parameter + 1], to);
    }

    /// <summary>One vector of each of two channels, whose rows lie <paramref name="plane"/> apart and whose sums
    /// <paramref name="result"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddTapsOfTwo(float* from, nint plane, float* to, nint stride, nint result)
    {
        for (var parameter = 0; parameter < sums.Count; parameter++, to += stride)
            Two(from, plane, tapOffsets + tapStarts[parameter], tapOffsets + tapStarts[parameter + 1], to, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* from, int count, int* first, int* end, float* to)
    {
        var x = 0;
        for (; count - x > TVector.Count; x += 2 * TVector.Count)
            Two(from + x, TVector.Count, first, end, to + x, TVector.Count);
        if (x < count)
            One(from + x, first, end, to + x);
    }

    /// <summary>Two vectors share the look-up of an offset; two sums each, since an addition takes longer than to start the
    /// next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(float* from, nint other, int* tap, int* end, float* to, nint toOther)
    {
        TVector a0 = TVector.Fill(0), a1 = a0, b0 = a0, b1 = a0;
        var second = from + other;
        for (; tap + 2 <= end; tap += 2)
        {
            nint p = tap[0], q = tap[1];
            a0 = TVector.Add(a0, TVector.Load(from + p));
            a1 = TVector.Add(a1, TVector.Load(second + p));
            b0 = TVector.Add(b0, TVector.Load(from + q));
            b1 = TVector.Add(b1, TVector.Load(second + q));
        }
        if (tap < end)
        {
            nint p = tap[0];
            a0 = TVector.Add(a0, TVector.Load(from + p));
            a1 = TVector.Add(a1, TVector.Load(second + p));
        }
        TVector.Store(TVector.Add(a0, b0), to);
        TVector.Store(TVector.Add(a1, b1), to + toOther);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(float* from, int* tap, int* end, float* to)
    {
        TVector a = TVector.Fill(0), b = a;
        for (; tap + 2 <= end; tap += 2)
        {
            a = TVector.Add(a, TVector.Load(from + tap[0]));
            b = TVector.Add(b, TVector.Load(from + tap[1]));
        }
        if (tap < end)
            a = TVector.Add(a, TVector.Load(from + tap[0]));
        TVector.Store(TVector.Add(a, b), to);
    }
}
