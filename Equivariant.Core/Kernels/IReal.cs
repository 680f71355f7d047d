namespace Equivariant;

/// <summary>
/// A real number, or a vector of real numbers, so that a function of elements is written once: kernel bodies call it with a
/// <see cref="Scalar{T, TReal}"/> of either precision, the tuned kernels of the CPU with vectors.
/// </summary>
internal interface IReal<TSelf> where TSelf : struct, IReal<TSelf>
{
    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    /// <summary>A constant, rounded to the precision of the type.</summary>
    static abstract TSelf Of(double value);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Exp(TSelf x);

    static abstract TSelf Log(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    static abstract TSelf Tanh(TSelf x);

    /// <summary>Φ(x), the cumulative distribution function of the standard normal distribution.</summary>
    static abstract TSelf NormalCdf(TSelf x);

    /// <summary><paramref name="then"/> where a &lt; b, else <paramref name="otherwise"/>, also for NaN.</summary>
    static abstract TSelf WhereLess(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary><paramref name="then"/> where a ≤ b, else <paramref name="otherwise"/>, also for NaN.</summary>
    static abstract TSelf WhereLessOrEqual(TSelf a, TSelf b, TSelf then, TSelf otherwise);
}

/// <summary>One number in a kernel body.</summary>
internal readonly struct Scalar<T, TReal>(T value) : IReal<Scalar<T, TReal>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : struct, IRealBuffer<T>
{
    public readonly T Value = value;

    public static Scalar<T, TReal> operator +(Scalar<T, TReal> a, Scalar<T, TReal> b) => new(a.Value + b.Value);

    public static Scalar<T, TReal> operator -(Scalar<T, TReal> a, Scalar<T, TReal> b) => new(a.Value - b.Value);

    public static Scalar<T, TReal> operator *(Scalar<T, TReal> a, Scalar<T, TReal> b) => new(a.Value * b.Value);

    public static Scalar<T, TReal> operator /(Scalar<T, TReal> a, Scalar<T, TReal> b) => new(a.Value / b.Value);

    public static Scalar<T, TReal> operator -(Scalar<T, TReal> a) => new(-a.Value);

    public static Scalar<T, TReal> Of(double value) => new(TReal.Of(value));

    public static Scalar<T, TReal> Abs(Scalar<T, TReal> x) => x.Value < T.Zero ? -x : x;

    public static Scalar<T, TReal> Exp(Scalar<T, TReal> x) => new(T.Exp(x.Value));

    public static Scalar<T, TReal> Log(Scalar<T, TReal> x) => new(T.Log(x.Value));

    public static Scalar<T, TReal> Sqrt(Scalar<T, TReal> x) => new(T.Sqrt(x.Value));

    public static Scalar<T, TReal> Tanh(Scalar<T, TReal> x) => new(ScalarMath.Tanh<T, TReal>(x.Value));

    public static Scalar<T, TReal> NormalCdf(Scalar<T, TReal> x) => new(
        TReal.Of(0.5) * (T.One + ScalarMath.Erf<T, TReal>(x.Value * TReal.Of(0.70710678118654752))));

    public static Scalar<T, TReal> WhereLess(
        Scalar<T, TReal> a, Scalar<T, TReal> b, Scalar<T, TReal> then, Scalar<T, TReal> otherwise) =>
        a.Value < b.Value ? then : otherwise;

    public static Scalar<T, TReal> WhereLessOrEqual(
        Scalar<T, TReal> a, Scalar<T, TReal> b, Scalar<T, TReal> then, Scalar<T, TReal> otherwise) =>
        a.Value <= b.Value ? then : otherwise;
}

/// <summary>Functions that GPUs lack, or have in few digits only.</summary>
internal static class ScalarMath
{
    /// <summary>Not <c>T.Tanh</c>: GPUs have an approximation of 11 bits in single precision and none in double.</summary>
    public static T Tanh<T, TReal>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var size = x < T.Zero ? -x : x;
        if (size < TReal.Of(0.125))
        {
            // Near zero 1 − e⁻²ˣ loses its digits; the series is exact there to a double's last place.
            var s = x * x;
            var sum = TReal.Of(-1382.0 / 155925) + (s * (TReal.Of(21844.0 / 6081075) - (s * TReal.Of(929569.0 / 638512875))));
            sum = TReal.Of(-17.0 / 315) + (s * (TReal.Of(62.0 / 2835) + (s * sum)));
            return x + (x * s * (TReal.Of(-1.0 / 3) + (s * (TReal.Of(2.0 / 15) + (s * sum)))));
        }
        var e = T.Exp(-(size + size));
        var t = (T.One - e) / (T.One + e);
        return x < T.Zero ? -t : t;
    }

    /// <summary>
    /// The error function by the series 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(1·3·…·(2n+1)), whose terms share one sign: full accuracy in
    /// either type, without the fused multiply-add and tables that kernels cannot have.
    /// </summary>
    public static T Erf<T, TReal>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var size = x < T.Zero ? -x : x;
        if (size > TReal.Of(6.0))
            return x < T.Zero ? -T.One : T.One;
        var term = size;
        var sum = size;
        for (var n = 1; n < 200; n++)
        {
            term = term * TReal.Of(2) * size * size / TReal.Of((2 * n) + 1);
            var next = sum + term;
            if (next == sum)
                break;
            sum = next;
        }
        var erf = TReal.Of(1.1283791670955126) * T.Exp(-size * size) * sum;
        return x < T.Zero ? -erf : erf;
    }
}
