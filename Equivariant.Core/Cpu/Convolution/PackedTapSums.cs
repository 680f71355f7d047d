namespace Equivariant.Cpu;

/// <summary>
/// Sums of a packed cell's taps, [sum, pixel, lane]. Where rows of taps look alike, as those above and below the middle of a ring
/// kernel do, they are added up first, once for all pixels of a row; then each sum has few taps left: of 9×9 rings 45 of 81, of
/// 5×5×5 rings 30 of 125.
/// </summary>
internal readonly unsafe struct PackedTapSums<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Numbers that may be written behind the last pixel of a sum.</summary>
    public const int Slack = PackedCells.Slack;

    private readonly TapSums sums;
    private readonly OutputGrid grid;
    private readonly int lanes, kinds, rowStride;
    private readonly int* rows, rowStarts, rowOffsets, taps, tapStarts, tapOffsets;
    private readonly float* ones, factors, kindRows;

    /// <summary>Sorts the taps.</summary>
    /// <param name="grid">The pattern of reading.</param>
    /// <param name="sums">Which taps belong together.</param>
    /// <param name="pixels">The most pixels of a block.</param>
    /// <param name="lanes">Channels of a cell.</param>
    /// <param name="scratch">Scratch memory, see <see cref="ScratchSize"/>.</param>
    public PackedTapSums(in OutputGrid grid, in TapSums sums, int pixels, int lanes, float* scratch)
    {
        (this.grid, this.sums, this.lanes) = (grid, sums, lanes);
        var (tapRows, listed) = (grid.D.Taps * grid.H.Taps, sums.Start(sums.Count));
        rowStride = RowStride(grid, pixels, lanes);
        kindRows = scratch;
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
    public static long ScratchSize(in OutputGrid grid, in TapSums sums, int pixels, int lanes)
    {
        var (tapRows, listed) = (grid.D.Taps * grid.H.Taps, sums.Start(sums.Count));
        return ((long)tapRows * RowStride(grid, pixels, lanes)) + Math.Max(tapRows, listed) + (3 * tapRows) + (2 * listed)
            + sums.Count + 2 + tapRows + grid.Taps;
    }

    /// <summary>Notes where the taps lie in a packed input, for <see cref="Fill"/>.</summary>
    /// <param name="input">The packed input.</param>
    public void Locate(in PackedCells input)
    {
        for (var index = 0; kinds > 0 && index < rowStarts[kinds]; index++)
        {
            var offset = grid.Offset(rows[index] * grid.W.Taps);
            rowOffsets[index] = input.TapOffset(new Volume(offset.D, offset.H, 0));
        }
        for (var sum = 0; sum < sums.Count; sum++)
        {
            for (var index = tapStarts[sum]; index < tapStarts[sum + 1]; index++)
            {
                var offset = grid.Offset(kinds > 0 ? taps[index] % grid.W.Taps : taps[index]);
                tapOffsets[index] = kinds > 0 ? (taps[index] / grid.W.Taps * rowStride) + (offset.W * lanes)
                    : (sums.Plane(sum) * input.Size) + input.TapOffset(offset);
            }
        }
    }

    /// <summary>Writes the sums of one slice of channels.</summary>
    /// <param name="cells">The packed input that was placed, plane after plane.</param>
    /// <param name="spans">Spans of the pixels.</param>
    /// <param name="spanCount">Their number.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From sum to sum of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* cells, PixelSpan* spans, int spanCount, float* to, nint stride)
    {
        var step = grid.W.Step;
        for (var span = spans; span < spans + spanCount; span++)
        {
            var from = cells + span->Source;
            var length = (((span->Count - 1) * step) + grid.W.Reach + 1) * lanes;
            for (var kind = 0; kind < kinds; kind++)
            {
                Add(from, length, rowOffsets + rowStarts[kind], rowOffsets + rowStarts[kind + 1], ones,
                    kindRows + (kind * rowStride));
            }
            if (kinds > 0)
                from = kindRows;
            var into = to + (span->Pixel * lanes);
            for (var sum = 0; sum < sums.Count; sum++, into += stride)
            {
                int* first = tapOffsets + tapStarts[sum], end = tapOffsets + tapStarts[sum + 1];
                if (step == 1)
                    Add(from, span->Count * lanes, first, end, factors + tapStarts[sum], into);
                for (var pixel = 0; step > 1 && pixel < span->Count; pixel++)
                    Add(from + (pixel * step * lanes), lanes, first, end, factors + tapStarts[sum], into + (pixel * lanes));
            }
        }
    }

    private static int RowStride(in OutputGrid grid, int pixels, int lanes) =>
        ((((Math.Min(pixels, grid.W.Pixels) - 1) * grid.W.Step) + grid.W.Reach + 1) * lanes) + Slack;

    /// <summary>Lists rows of taps that look alike.</summary>
    /// <param name="parameterOf">Scratch memory for the parameter of each tap.</param>
    /// <returns>How many kinds there are; 0 where no two rows are alike.</returns>
    private int FindKinds(int* parameterOf)
    {
        var (width, tapRows) = (grid.W.Taps, grid.D.Taps * grid.H.Taps);
        new Span<int>(parameterOf, grid.Taps).Fill(-1);
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
            for (var tap = 0; tap < kinds * grid.W.Taps; tap++)
            {
                if (parameterOf[(rows[rowStarts[tap / grid.W.Taps]] * grid.W.Taps) + (tap % grid.W.Taps)] == sum)
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
