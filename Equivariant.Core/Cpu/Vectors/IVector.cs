using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>
/// A vector register of single-precision numbers, so that a kernel is written once for all widths. Implementations wrap one
/// hardware vector, and the compiler keeps them in registers.
/// </summary>
internal unsafe interface IVector<TSelf> : IReal<TSelf> where TSelf : struct, IVector<TSelf>
{
    static abstract int Count { get; }

    /// <summary>Whether there are 32 registers of this width, not 16.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TSelf Load(float* from);

    /// <summary>The first <paramref name="count"/> numbers and zeros; the rest of the vector is read, but not used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf LoadFirst(float* from, int count) => TSelf.LoadFirst(from, count, default);

    /// <summary>The first <paramref name="count"/> numbers, and those of <paramref name="rest"/> behind them.</summary>
    static abstract TSelf LoadFirst(float* from, int count, TSelf rest);

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Fill(float value);

    /// <summary>a·b + c, in one rounding where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract void Store(TSelf vector, float* to);

    /// <summary>The numbers, and anything behind them.</summary>
    static abstract Vector512<float> Widen(TSelf vector);

    /// <summary>Stores the first <paramref name="count"/> numbers, or all of them if there are fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual void Store(TSelf vector, float* to, int count)
    {
        if (count >= TSelf.Count)
            TSelf.Store(vector, to);
        else
            VectorMath.StoreFirst(vector, to, count);
    }

    /// <summary><paramref name="then"/> where a = b, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereEqual(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary><paramref name="then"/> where <paramref name="value"/> is larger than <paramref name="best"/> or not a number,
    /// else <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereLarger(TSelf value, TSelf best, TSelf then, TSelf otherwise);

    /// <summary>Whether a = b somewhere.</summary>
    static abstract bool AnyEqual(TSelf a, TSelf b);

    /// <summary>The 32-bit integers first, first + step, first + 2·step, …, in the bits of the numbers.</summary>
    static abstract TSelf Integers(int first, int step);

    /// <summary>Sums of 32-bit integers in the bits of the numbers.</summary>
    static abstract TSelf AddIntegers(TSelf a, TSelf b);

    /// <summary>Where <paramref name="next"/> is larger, or the first that is not a number, it becomes the best, and its name the
    /// winner.</summary>
    static abstract void KeepLarger(TSelf next, TSelf name, ref TSelf best, ref TSelf winner);

    /// <summary>One of eight numbers for each whole number in <paramref name="places"/>: that at its three lowest bits.</summary>
    static abstract TSelf Pick(float* eight, TSelf places);

    /// <summary>Stores whole numbers below 128 as bytes.</summary>
    static abstract void StoreBytes(TSelf vector, byte* to);

    static abstract float Sum(TSelf vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IReal<TSelf>.Of(double value) => TSelf.Fill((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IReal<TSelf>.Tanh(TSelf x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IReal<TSelf>.NormalCdf(TSelf x) => VectorMath.NormalCdf(x);
}

/// <summary>Work that is compiled for each width of vectors.</summary>
internal interface IVectorWork
{
    void Run<TVector>() where TVector : struct, IVector<TVector>;
}

/// <summary>Work on a range of indices that is compiled for each width of vectors.</summary>
internal interface IVectorRange
{
    /// <summary>Does the indices from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    void Run<TVector>(int start, int end) where TVector : struct, IVector<TVector>;
}

/// <summary>The choice of a width.</summary>
internal static class VectorWidth
{
    /// <summary>Runs the work with vectors of 512, 256 or 128 bits.</summary>
    public static void Run<TWork>(int bits, TWork work) where TWork : struct, IVectorWork
    {
        if (bits == 512)
            work.Run<Vector512F>();
        else if (bits == 256)
            work.Run<Vector256F>();
        else
            work.Run<Vector128F>();
    }

    /// <summary>Runs the range on the threads of the device, in parts of at least <paramref name="smallest"/> indices, with
    /// vectors of its width.</summary>
    public static void For<TRange>(CpuDevice device, int count, int smallest, in TRange range)
        where TRange : struct, IVectorRange =>
        Run(device.VectorBits, new Shared<TRange>(device.Team, count, smallest, range));

    private readonly struct Shared<TRange>(WorkerTeam team, int count, int smallest, TRange range) : IVectorWork
        where TRange : struct, IVectorRange
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var ofWidth = new OfWidth<TRange, TVector>(range);
            team.For(count, smallest, ref ofWidth);
        }
    }

    private readonly struct OfWidth<TRange, TVector>(TRange range) : IRange
        where TRange : struct, IVectorRange
        where TVector : struct, IVector<TVector>
    {
        public void Run(int start, int end) => range.Run<TVector>(start, end);
    }
}
