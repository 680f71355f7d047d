namespace Equivariant.Cpu;

/// <summary>Functions that <see cref="Vector"/> lacks, to a few units in the last place.</summary>
internal static class VectorMath
{
    /// <summary>eˣ, and exactly 1 at 0, which <see cref="Vector.Exp(Vector{float})"/> misses by a unit in the last place: the
    /// softmax of one class is 1.</summary>
    public static Vector<float> Exp(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.One, Vector.Exp(x));

    /// <summary>1 / (1 + e⁻ˣ); the exponent is never positive, so nothing overflows.</summary>
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        var e = Vector.Exp(-Vector.Abs(x));
        var above = Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, e);
        return above / (Vector<float>.One + e);
    }

    /// <summary>By e⁻²ˣ, which loses digits near zero: there by the series.</summary>
    public static Vector<float> Tanh(Vector<float> x)
    {
        var size = Vector.Abs(x);
        var e = Vector.Exp(size * -2f);
        var far = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), x);
        var square = x * x;
        var near = x - (x * square * (new Vector<float>(1f / 3) - (square * (new Vector<float>(2f / 15)
            - (square * (new Vector<float>(17f / 315) - (square * (62f / 2835))))))));
        return Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(0.3f)), near, far);
    }

    /// <summary>Φ(x) by a rational fit of the complementary error function with relative error 1.2e-7 (Press et al., Numerical
    /// Recipes in C, 1992, section 6.2).</summary>
    public static Vector<float> NormalCumulative(Vector<float> x)
    {
        var z = Vector.Abs(x) * 0.70710678f;
        var t = Vector<float>.One / (Vector<float>.One + (0.5f * z));
        var sum = new Vector<float>(0.17087277f);
        sum = (sum * t) + new Vector<float>(-0.82215223f);
        sum = (sum * t) + new Vector<float>(1.48851587f);
        sum = (sum * t) + new Vector<float>(-1.13520398f);
        sum = (sum * t) + new Vector<float>(0.27886807f);
        sum = (sum * t) + new Vector<float>(-0.18628806f);
        sum = (sum * t) + new Vector<float>(0.09678418f);
        sum = (sum * t) + new Vector<float>(0.37409196f);
        sum = (sum * t) + new Vector<float>(1.00002368f);
        sum = (sum * t) + new Vector<float>(-1.26551223f);
        var tail = 0.5f * t * Vector.Exp(sum - (z * z));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }
}
