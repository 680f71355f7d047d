namespace Equivariant.Cpu;

/// <summary>What functions of rows have in common, for the rows that share a vector.</summary>
internal static unsafe class RowVectors
{
    /// <summary>The largest element of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Largest(float* x, int width, int count)
    {
        var largest = Vector.Load(x);
        for (var k = 1; k < count; k++)
        {
            var value = Vector.Load(x + ((nint)k * width));
            largest = Vector.ConditionalSelect(Vector.GreaterThan(value, largest), value, largest);
        }
        return largest;
    }

    /// <summary>Replaces every element by its exponential after subtraction, and sums them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exponentials(float* x, int width, int count, Vector<float> subtracted)
    {
        var sum = Vector<float>.Zero;
        for (var k = 0; k < count; k++)
        {
            var part = VectorMath.Exp(Vector.Load(x + ((nint)k * width)) - subtracted);
            part.Store(x + ((nint)k * width));
            sum += part;
        }
        return sum;
    }
}
