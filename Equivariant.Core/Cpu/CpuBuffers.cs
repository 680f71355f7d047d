namespace Equivariant.Cpu;

/// <summary>A buffer of real numbers in native memory.</summary>
internal readonly unsafe struct CpuReal<T>(T* start) : IRealBuffer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start[index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => start[index] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of(double value) => T.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of(int value) => T.CreateTruncating(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt(T value) => int.CreateTruncating(value);
}

/// <summary>A buffer of integers in native memory.</summary>
internal readonly unsafe struct CpuIndex(int* start) : IIndexBuffer
{
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start[index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => start[index] = value;
    }
}
