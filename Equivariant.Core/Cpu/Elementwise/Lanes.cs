namespace Equivariant.Cpu;

/// <summary>Vectors at the end of a range. Pooled memory may be read past its end, so loads are whole; stores are not.</summary>
internal static unsafe class Lanes
{
    /// <summary>Stores the first <paramref name="count"/> numbers of a vector, or all of them if it has fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> vector, float* to, int count)
    {
        if (count >= Vector<float>.Count)
            vector.Store(to);
        else
            StoreFirst(vector, to, count);
    }

    private static void StoreFirst(Vector<float> vector, float* to, int count)
    {
        for (var lane = 0; lane < count; lane++)
            to[lane] = vector[lane];
    }
}
