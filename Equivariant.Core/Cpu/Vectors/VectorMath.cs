using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Functions that vectors of the runtime lack, to a few units in the last place.</summary>
internal static unsafe class VectorMath
{
    /// <summary>Stores fewer numbers than a vector has: by halves, and one by one at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<TVector>(TVector vector, float* to, int count) where TVector : struct, IVector<TVector>
    {
        var wide = TVector.Widen(vector);
        var half = wide.GetLower();
        if (TVector.Count > 8 && count >= 8)
        {
            half.Store(to);
            half = wide.GetUpper();
            to += 8;
            count -= 8;
        }
        var quarter = half.GetLower();
        if (TVector.Count > 4 && count >= 4)
        {
            quarter.Store(to);
            quarter = half.GetUpper();
            to += 4;
            count -= 4;
        }
        for (var lane = 0; lane < count; lane++)
            to[lane] = quarter[lane];
    }

    /// <summary>eˣ, and exactly 1 at 0, which the exponential of the runtime misses by a unit in the last place: the softmax of
    /// one class is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector>(TVector x) where TVector : struct, IVector<TVector> =>
        TVector.WhereEqual(x, default, TVector.Of(1), TVector.Exp(x));

    /// <summary>By e⁻²ˣ, which loses digits near zero: there by the series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector>(TVector x) where TVector : struct, IVector<TVector>
    {
        var size = TVector.Abs(x);
        var e = TVector.Exp(size * TVector.Of(-2));
        var far = (TVector.Of(1) - e) / (TVector.Of(1) + e);
        var square = x * x;
        var near = x - (x * square * (TVector.Of(1.0 / 3) - (square * (TVector.Of(2.0 / 15)
            - (square * (TVector.Of(17.0 / 315) - (square * TVector.Of(62.0 / 2835))))))));
        return TVector.WhereLess(size, TVector.Of(0.3), near, TVector.WhereLess(x, default, -far, far));
    }

    /// <summary>Φ(x) by a rational fit of the complementary error function with relative error 1.2e-7 (Press et al., Numerical
    /// Recipes in C, 1992, section 6.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalCdf<TVector>(TVector x) where TVector : struct, IVector<TVector>
    {
        var z = TVector.Abs(x) * TVector.Of(0.70710678);
        var t = TVector.Of(1) / (TVector.Of(1) + (TVector.Of(0.5) * z));
        var sum = TVector.Of(0.17087277);
        sum = (sum * t) + TVector.Of(-0.82215223);
        sum = (sum * t) + TVector.Of(1.48851587);
        sum = (sum * t) + TVector.Of(-1.13520398);
        sum = (sum * t) + TVector.Of(0.27886807);
        sum = (sum * t) + TVector.Of(-0.18628806);
        sum = (sum * t) + TVector.Of(0.09678418);
        sum = (sum * t) + TVector.Of(0.37409196);
        sum = (sum * t) + TVector.Of(1.00002368);
        sum = (sum * t) + TVector.Of(-1.26551223);
        var tail = TVector.Of(0.5) * t * TVector.Exp(sum - (z * z));
        return TVector.WhereLess(x, default, tail, TVector.Of(1) - tail);
    }
}
