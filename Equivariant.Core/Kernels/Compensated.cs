namespace Equivariant;

/// <summary>A sum by Kahan's algorithm: a million single-precision terms keep their seven digits.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Lost">What rounding added to it.</param>
internal readonly record struct Compensated<T>(T Sum, T Lost) where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Compensated<T> operator +(Compensated<T> left, T right)
    {
        var term = right - left.Lost;
        var next = left.Sum + term;
        return new(next, next - left.Sum - term);
    }
}
