using System.Runtime.Intrinsics;

namespace Equivariant.Cpu.Vectors;

/// <summary>Short runs of numbers: rows of an image are too short for the calls that move large blocks.</summary>
internal static unsafe class Strip
{
    /// <summary>Copies exactly <paramref name="count"/> numbers between places that do not overlap.</summary>
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

    /// <summary>Writes exactly <paramref name="count"/> numbers plus a constant to another place.</summary>
    public static void Add(float* from, float constant, float* to, int count)
    {
        if (count >= 16)
        {
            var constants = Vector512.Create(constant);
            for (var i = 0; i < count - 16; i += 16)
                (Vector512.Load(from + i) + constants).Store(to + i);
            (Vector512.Load(from + count - 16) + constants).Store(to + count - 16);
        }
        else
        {
            for (var i = 0; i < count; i++)
                to[i] = from[i] + constant;
        }
    }

    /// <summary>Zeroes <paramref name="count"/> numbers.</summary>
    public static void Clear(float* to, int count)
    {
        var i = 0;
        for (; i <= count - 16; i += 16)
            Vector512<float>.Zero.Store(to + i);
        for (; i < count; i++)
            to[i] = 0;
    }
}
