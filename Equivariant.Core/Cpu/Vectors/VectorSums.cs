namespace Equivariant.Cpu;

/// <summary>
/// Sums over contiguous single-precision runs: vectors within a block, double precision across blocks, so that long runs keep
/// their digits. The order of additions depends on the length and
/// the width of vectors alone.
/// </summary>
internal static unsafe class VectorSums
{
    /// <summary>Elements summed in single precision: 4,096 over four vectors are a hundred additions or fewer per lane.</summary>
    private const int Block = 4096;

    /// <summary>Σ x.</summary>
    public static double Sum<TVector>(float* x, int count)
        where TVector : struct, IVector<TVector>
    {
        var total = 0.0;
        for (var start = 0; start < count; start += Block)
            total += SumOfBlock<TVector>(x + start, Math.Min(Block, count - start));
        return total;
    }

    /// <summary>Σ (x − centre)².</summary>
    public static double SquaredDistances<TVector>(float* x, int count, float centre)
        where TVector : struct, IVector<TVector>
    {
        var total = 0.0;
        for (var start = 0; start < count; start += Block)
            total += SquaredDistancesOfBlock<TVector>(x + start, Math.Min(Block, count - start), centre);
        return total;
    }

    /// <summary>Σ dy and Σ dy·(x − centre).</summary>
    public static (double Sum, double Product) Moments<TVector>(float* dy, float* x, int count, float centre)
        where TVector : struct, IVector<TVector>
    {
        var (sum, product) = (0.0, 0.0);
        for (var start = 0; start < count; start += Block)
        {
            var part = MomentsOfBlock<TVector>(dy + start, x + start, Math.Min(Block, count - start), centre);
            sum += part.Sum;
            product += part.Product;
        }
        return (sum, product);
    }

    private static float SumOfBlock<TVector>(float* x, int count)
        where TVector : struct, IVector<TVector>
    {
        var width = TVector.Count;
        TVector a = default, b = default, c = default, d = default;
        var i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            a += TVector.Load(x + i);
            b += TVector.Load(x + i + width);
            c += TVector.Load(x + i + (2 * width));
            d += TVector.Load(x + i + (3 * width));
        }
        for (; i <= count - width; i += width)
            a += TVector.Load(x + i);
        if (i < count)
            b += TVector.LoadFirst(x + i, count - i);
        return TVector.Sum((a + b) + (c + d));
    }

    private static float SquaredDistancesOfBlock<TVector>(float* x, int count, float centre)
        where TVector : struct, IVector<TVector>
    {
        var width = TVector.Count;
        var middle = TVector.Fill(centre);
        TVector a = default, b = default, c = default, d = default;
        var i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            a = AddSquare(a, TVector.Load(x + i) - middle);
            b = AddSquare(b, TVector.Load(x + i + width) - middle);
            c = AddSquare(c, TVector.Load(x + i + (2 * width)) - middle);
            d = AddSquare(d, TVector.Load(x + i + (3 * width)) - middle);
        }
        for (; i <= count - width; i += width)
            a = AddSquare(a, TVector.Load(x + i) - middle);
        if (i < count)
            b = AddSquare(b, TVector.LoadFirst(x + i, count - i, middle) - middle);
        return TVector.Sum((a + b) + (c + d));
    }

    private static (float Sum, float Product) MomentsOfBlock<TVector>(float* dy, float* x, int count, float centre)
        where TVector : struct, IVector<TVector>
    {
        var width = TVector.Count;
        var middle = TVector.Fill(centre);
        TVector a = default, b = default, p = default, q = default;
        var i = 0;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            var (first, second) = (TVector.Load(dy + i), TVector.Load(dy + i + width));
            a += first;
            b += second;
            p = TVector.MultiplyAdd(first, TVector.Load(x + i) - middle, p);
            q = TVector.MultiplyAdd(second, TVector.Load(x + i + width) - middle, q);
        }
        for (; i <= count - width; i += width)
        {
            var first = TVector.Load(dy + i);
            a += first;
            p = TVector.MultiplyAdd(first, TVector.Load(x + i) - middle, p);
        }
        if (i < count)
        {
            var rest = TVector.LoadFirst(dy + i, count - i);
            b += rest;
            q = TVector.MultiplyAdd(rest, TVector.LoadFirst(x + i, count - i, middle) - middle, q);
        }
        return (TVector.Sum(a + b), TVector.Sum(p + q));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddSquare<TVector>(TVector sum, TVector value) where TVector : struct, IVector<TVector> =>
        TVector.MultiplyAdd(value, value, sum);
}
