using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Short runs of numbers: rows of an image are too short for the calls that move large blocks. They are moved in vectors
/// of one width, which the runtime cuts where the processor has shorter ones.</summary>
internal static unsafe class Strip
{
    /// <summary>Copies exactly <paramref name="count"/> numbers between places that do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* from, float* to, int count)
    {
        if (count >= 16)
        {
            // The last vector overlaps the one before it.
            for (var i = 0; i < count - 16; i += 16)
                Vector512.Load(from + i).Store(to + i);
            Vector512.Load(from + count - 16).Store(to + count - 16);
        }
        else if (count >= 8)
        {
            var (first, last) = (Vector256.Load(from), Vector256.Load(from + count - 8));
            first.Store(to);
            last.Store(to + count - 8);
        }
        else if (count >= 4)
        {
            var (first, last) = (Vector128.Load(from), Vector128.Load(from + count - 4));
            first.Store(to);
            last.Store(to + count - 4);
        }
        else
        {
            for (var i = 0; i < count; i++)
                to[i] = from[i];
        }
    }

    /// <summary>Copies every <paramref name="step"/>-th number; of pooled memory,
    /// which may be read a little past its end.</summary>
    public static void Gather(float* from, int step, float* to, int count)
    {
        if (step == 1)
        {
            Copy(from, to, count);
            return;
        }
        var i = 0;
        if (step == 2)
        {
            var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
            for (; i <= count - 8; i += 8)
                Vector512.Shuffle(Vector512.Load(from + (2 * i)), even).GetLower().Store(to + i);
        }
        for (; i < count; i++)
            to[i] = from[(nint)i * step];
    }

    /// <summary>The same in whole vectors of eight: up to seven numbers more are written, and as many steps read.</summary>
    public static void GatherAndBeyond(float* from, int step, float* to, int count)
    {
        if (step > 2)
        {
            Gather(from, step, to, count);
            return;
        }
        var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
        for (var i = 0; i < count; i += 8)
        {
            var eight = step == 1 ? Vector256.Load(from + i) : Vector512.Shuffle(Vector512.Load(from + (2 * i)), even).GetLower();
            eight.Store(to + i);
        }
    }

    /// <summary>The adjoint of <see cref="Gather"/>: writes every <paramref name="step"/>-th number,
    /// and what lies between as it was.</summary>
    public static void Scatter(float* from, float* to, int step, int count)
    {
        if (step == 1)
        {
            Copy(from, to, count);
            return;
        }
        var i = 0;
        if (step == 2)
        {
            var spread = Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
            var even = Vector512.Create(-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0).AsSingle();
            // The number after the eighth is rewritten as well, so it must lie before a ninth: behind the last,
            // another thread may write.
            for (; i < count - 8; i += 8)
            {
                var values = Vector512.Shuffle(Vector256.Load(from + i).ToVector512Unsafe(), spread);
                Vector512.ConditionalSelect(even, values, Vector512.Load(to + (2 * i))).Store(to + (2 * i));
            }
        }
        for (; i < count; i++)
            to[(nint)i * step] = from[i];
    }

    /// <summary>Adds exactly <paramref name="count"/> numbers to those of another place. Not in wider vectors: short rows are
    /// read again soon, and a load waits for the parts that it covers to be stored.</summary>
    public static void AddTo(float* from, float* to, int count)
    {
        var i = 0;
        for (; i <= count - 8; i += 8)
            (Vector256.Load(to + i) + Vector256.Load(from + i)).Store(to + i);
        for (; i < count; i++)
            to[i] += from[i];
    }

    /// <summary>Divides exactly <paramref name="count"/> numbers in place.</summary>
    public static void Divide(float* values, float divisor, int count)
    {
        var i = 0;
        for (; i <= count - 8; i += 8)
            (Vector256.Load(values + i) / divisor).Store(values + i);
        for (; i < count; i++)
            values[i] /= divisor;
    }

    /// <summary>Zeroes at least <paramref name="count"/> numbers, in whole vectors of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearAndBeyond(float* to, int count)
    {
        for (var i = 0; i < count; i += 16)
            Vector512<float>.Zero.Store(to + i);
    }
}
