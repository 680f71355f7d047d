namespace Equivariant.Cpu;

/// <summary>What functions of rows have in common, for the rows that share a vector.</summary>
internal static unsafe class RowVectors
{
    /// <summary>The largest element of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Largest<TVector>(float* x, int width, int count) where TVector : struct, IVector<TVector>
    {
        var largest = TVector.Load(x);
        for (var k = 1; k < count; k++)
        {
            var value = TVector.Load(x + ((nint)k * width));
            largest = TVector.WhereLess(largest, value, value, largest);
        }
        return largest;
    }

    /// <summary>Replaces every element by its exponential after subtraction, and sums them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exponentials<TVector>(float* x, int width, int count, TVector subtracted)
        where TVector : struct, IVector<TVector>
    {
        TVector sum = default;
        for (var k = 0; k < count; k++)
        {
            var part = VectorMath.Exp(TVector.Load(x + ((nint)k * width)) - subtracted);
            TVector.Store(part, x + ((nint)k * width));
            sum += part;
        }
        return sum;
    }
}
