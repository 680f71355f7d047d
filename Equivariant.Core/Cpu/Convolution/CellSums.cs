namespace Equivariant.Cpu;

/// <summary>
/// Sums of a cell band's taps, [sum, point, lane]. Where rows of taps look alike, as those above and below the middle of a ring
/// kernel do, they are added up first, once for all points of a row; then each sum has few taps left: of 9×9 rings 45 of 81, of
/// 5×5×5 rings 30 of 125.
/// </summary>
internal readonly unsafe struct CellSums<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Numbers that may be written behind the last point of a sum.</summary>
    public const int Slack = CellBand.Slack;

    private readonly TapSums sums;
    private readonly Sweep sweep;
    private readonly int lanes, kinds, rowStride;
    private readonly int* rows, rowStarts, rowOffsets, taps, tapStarts, tapOffsets;
    private readonly float* ones, factors, kindRows;

    /// <summary>Sorts the taps.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="sums">Which taps belong together.</param>
    /// <param name="points">The most points of a block.</param>
    /// <param name="lanes">Channels of a cell.</param>
    /// <param name="room">Room, see <see cref="RoomFor"/>.</param>
    public CellSums(in Sweep sweep, in TapSums sums, int points, int lanes, float* room)
    {
        (this.sweep, this.sums, this.lanes) = (sweep, sums, lanes);
        var (tapRows, listed) = (sweep.D.Taps * sweep.H.Taps, sums.Start(sums.Count));
        rowStride = RowStride(sweep, points, lanes);
        kindRows = room;
        ones = kindRows + ((nint)tapRows * rowStride);
        rows = (int*)ones + Math.Max(tapRows, listed);
        rowStarts = rows + tapRows;
        rowOffsets = rowStarts + tapRows + 1;
        taps = rowOffsets + tapRows;
        tapOffsets = taps + listed;
        tapStarts = tapOffsets + listed;
        var kindOf = tapStarts + sums.Count + 1;
        new Span<float>(ones, Math.Max(tapRows, listed)).Fill(1);
        factors = sums.AreWeighted ? (float*)sums.Factors : ones;
        kinds = sums.AreWeighted ? 0 : FindKinds(kindOf);
        ListTaps(kindOf);
    }

    /// <summary>Numbers that an instance needs room for.</summary>
    public static long RoomFor(in Sweep sweep, in TapSums sums, int points, int lanes)
    {
        var (tapRows, listed) = (sweep.D.Taps * sweep.H.Taps, sums.Start(sums.Count));
        return ((long)tapRows * RowStride(sweep, points, lanes)) + Math.Max(tapRows, listed) + (3 * tapRows) + (2 * listed)
            + sums.Count + 2 + tapRows + sweep.Taps;
    }

    /// <summary>Notes where the taps lie in a band, for <see cref="Fill"/>.</summary>
    /// <param name="band">The band.</param>
    public void Place(in CellBand band)
    {
        for (var index = 0; kinds > 0 && index < rowStarts[kinds]; index++)
        {
            var offset = sweep.Offset(rows[index] * sweep.W.Taps);
            rowOffsets[index] = band.TapOffset(new Volume(offset.D, offset.H, 0));
        }
        for (var sum = 0; sum < sums.Count; sum++)
        {
            for (var index = tapStarts[sum]; index < tapStarts[sum + 1]; index++)
            {
                var offset = sweep.Offset(kinds > 0 ? taps[index] % sweep.W.Taps : taps[index]);
                tapOffsets[index] = kinds > 0 ? (taps[index] / sweep.W.Taps * rowStride) + (offset.W * lanes)
                    : (sums.Plane(sum) * band.Size) + band.TapOffset(offset);
            }
        }
    }

    /// <summary>Writes the sums of one slice of channels.</summary>
    /// <param name="cells">The band that was placed, plane after plane.</param>
    /// <param name="runs">Runs of the points.</param>
    /// <param name="runCount">Their number.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From sum to sum of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* cells, Run* runs, int runCount, float* to, nint stride)
    {
        var step = sweep.W.Step;
        for (var run = runs; run < runs + runCount; run++)
        {
            var from = cells + run->Source;
            var span = (((run->Count - 1) * step) + sweep.W.Reach + 1) * lanes;
            for (var kind = 0; kind < kinds; kind++)
                Add(from, span, rowOffsets + rowStarts[kind], rowOffsets + rowStarts[kind + 1], ones, kindRows + (kind * rowStride));
            if (kinds > 0)
                from = kindRows;
            var into = to + (run->Point * lanes);
            for (var sum = 0; sum < sums.Count; sum++, into += stride)
            {
                int* first = tapOffsets + tapStarts[sum], end = tapOffsets + tapStarts[sum + 1];
                if (step == 1)
                    Add(from, run->Count * lanes, first, end, factors + tapStarts[sum], into);
                for (var point = 0; step > 1 && point < run->Count; point++)
                    Add(from + (point * step * lanes), lanes, first, end, factors + tapStarts[sum], into + (point * lanes));
            }
        }
    }

    private static int RowStride(in Sweep sweep, int points, int lanes) =>
        ((((Math.Min(points, sweep.W.Points) - 1) * sweep.W.Step) + sweep.W.Reach + 1) * lanes) + Slack;

    /// <summary>Lists rows of taps that look alike.</summary>
    /// <param name="parameterOf">Room for the parameter of each tap.</param>
    /// <returns>How many kinds there are; 0 where no two rows are alike.</returns>
    private int FindKinds(int* parameterOf)
    {
        var (width, tapRows) = (sweep.W.Taps, sweep.D.Taps * sweep.H.Taps);
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
            if (pattern.IndexOfAnyExcept(-1) < 0 || FirstAlike(pattern) < row)
                continue;
            rowStarts[count++] = listed;
            for (var other = row; other < tapRows; other++)
            {
                if (pattern.SequenceEqual(new(parameterOf + (other * width), width)))
                    rows[listed++] = other;
            }
        }
        rowStarts[count] = listed;
        return count < listed ? count : 0;

        int FirstAlike(ReadOnlySpan<int> pattern)
        {
            var first = 0;
            while (!pattern.SequenceEqual(new(parameterOf + (first * width), width)))
                first++;
            return first;
        }
    }

    /// <summary>Lists the taps of each sum: of the kernel, or of the kinds of rows.</summary>
    private void ListTaps(int* parameterOf)
    {
        var listed = 0;
        for (var sum = 0; sum < sums.Count; sum++)
        {
            tapStarts[sum] = listed;
            for (var index = sums.Start(sum); kinds == 0 && index < sums.Start(sum + 1); index++)
                taps[listed++] = sums.Tap(index);
            for (var tap = 0; tap < kinds * sweep.W.Taps; tap++)
            {
                if (parameterOf[(rows[rowStarts[tap / sweep.W.Taps]] * sweep.W.Taps) + (tap % sweep.W.Taps)] == sum)
                    taps[listed++] = tap;
            }
        }
        tapStarts[sums.Count] = listed;
    }

    /// <summary>Whole vectors, many at a time: they share the look-up of a tap, and an addition takes longer than to start the
    /// next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* from, int count, int* tap, int* end, float* factor, float* to)
    {
        var x = 0;
        for (; count - x > 4 * TVector.Count; x += 8 * TVector.Count)
            Eight(from + x, tap, end, factor, to + x);
        for (; count - x > TVector.Count; x += 4 * TVector.Count)
            Four(from + x, tap, end, factor, to + x);
        for (; count - x > 0; x += TVector.Count)
            One(from + x, tap, end, factor, to + x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, int* tap, int* end, float* factor, float* to)
    {
        TVector s0 = TVector.Fill(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (; tap < end; tap++, factor++)
        {
            var f = TVector.Fill(*factor);
            var x = from + *tap;
            s0 = TVector.MultiplyAdd(f, TVector.Load(x), s0);
            s1 = TVector.MultiplyAdd(f, TVector.Load(x + TVector.Count), s1);
            s2 = TVector.MultiplyAdd(f, TVector.Load(x + (2 * TVector.Count)), s2);
            s3 = TVector.MultiplyAdd(f, TVector.Load(x + (3 * TVector.Count)), s3);
            s4 = TVector.MultiplyAdd(f, TVector.Load(x + (4 * TVector.Count)), s4);
            s5 = TVector.MultiplyAdd(f, TVector.Load(x + (5 * TVector.Count)), s5);
            s6 = TVector.MultiplyAdd(f, TVector.Load(x + (6 * TVector.Count)), s6);
            s7 = TVector.MultiplyAdd(f, TVector.Load(x + (7 * TVector.Count)), s7);
        }
        TVector.Store(s0, to);
        TVector.Store(s1, to + TVector.Count);
        TVector.Store(s2, to + (2 * TVector.Count));
        TVector.Store(s3, to + (3 * TVector.Count));
        TVector.Store(s4, to + (4 * TVector.Count));
        TVector.Store(s5, to + (5 * TVector.Count));
        TVector.Store(s6, to + (6 * TVector.Count));
        TVector.Store(s7, to + (7 * TVector.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* from, int* tap, int* end, float* factor, float* to)
    {
        TVector s0 = TVector.Fill(0), s1 = s0, s2 = s0, s3 = s0;
        for (; tap < end; tap++, factor++)
        {
            var f = TVector.Fill(*factor);
            var x = from + *tap;
            s0 = TVector.MultiplyAdd(f, TVector.Load(x), s0);
            s1 = TVector.MultiplyAdd(f, TVector.Load(x + TVector.Count), s1);
            s2 = TVector.MultiplyAdd(f, TVector.Load(x + (2 * TVector.Count)), s2);
            s3 = TVector.MultiplyAdd(f, TVector.Load(x + (3 * TVector.Count)), s3);
        }
        TVector.Store(s0, to);
        TVector.Store(s1, to + TVector.Count);
        TVector.Store(s2, to + (2 * TVector.Count));
        TVector.Store(s3, to + (3 * TVector.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(float* from, int* tap, int* end, float* factor, float* to)
    {
        var sum = TVector.Fill(0);
        for (; tap < end; tap++, factor++)
            sum = TVector.MultiplyAdd(TVector.Fill(*factor), TVector.Load(from + *tap), sum);
        TVector.Store(sum, to);
    }
}
