namespace Equivariant.Cpu;

/// <summary>
/// Sums over contiguous single-precision runs: vectors within a block, double precision across blocks, so that long runs keep
/// their digits. The order of additions depends on the length alone.
/// </summary>
internal static unsafe class VectorSums
{
    /// <summary>Elements summed in single precision: 4,096 over four vectors are a hundred additions or fewer per lane.</summary>
    private const int Block = 4096;

    /// <summary>Σ x.</summary>
    public static double Sum(float* x, int count)
    {
        var total = 0.0;
        for (var start = 0; start < count; start += Block)
            total += SumOfBlock(x + start, Math.Min(Block, count - start));
        return total;
    }

    /// <summary>Σ (x − centre)².</summary>
    public static double SquaredDistances(float* x, int count, float centre)
    {
        var total = 0.0;
        for (var start = 0; start < count; start += Block)
            total += SquaredDistancesOfBlock(x + start, Math.Min(Block, count - start), centre);
        return total;
    }

    /// <summary>Σ dy and Σ dy·(x − centre).</summary>
    public static (double Sum, double Product) Moments(float* dy, float* x, int count, float centre)
    {
        var (sum, product) = (0.0, 0.0);
        for (var start = 0; start < count; start += Block)
        {
            var part = MomentsOfBlock(dy + start, x + start, Math.Min(Block, count - start), centre);
            sum += part.Sum;
            product += part.Product;
        }
        return (sum, product);
    }

    private static float SumOfBlock(float* x, int count)
    {
        var width = Vector<float>.Count;
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            a += Vector.Load(x + i);
            b += Vector.Load(x + i + width);
            c += Vector.Load(x + i + (2 * width));
            d += Vector.Load(x + i + (3 * width));
        }
        for (; i <= count - width; i += width)
            a += Vector.Load(x + i);
        var rest = 0f;
        for (; i < count; i++)
            rest += x[i];
        return Vector.Sum((a + b) + (c + d)) + rest;
    }

    private static float SquaredDistancesOfBlock(float* x, int count, float centre)
    {
        var width = Vector<float>.Count;
        var middle = new Vector<float>(centre);
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            a = AddSquare(a, Vector.Load(x + i) - middle);
            b = AddSquare(b, Vector.Load(x + i + width) - middle);
            c = AddSquare(c, Vector.Load(x + i + (2 * width)) - middle);
            d = AddSquare(d, Vector.Load(x + i + (3 * width)) - middle);
        }
        for (; i <= count - width; i += width)
            a = AddSquare(a, Vector.Load(x + i) - middle);
        var rest = 0f;
        for (; i < count; i++)
            rest += (x[i] - centre) * (x[i] - centre);
        return Vector.Sum((a + b) + (c + d)) + rest;
    }

    private static (float Sum, float Product) MomentsOfBlock(float* dy, float* x, int count, float centre)
    {
        var width = Vector<float>.Count;
        var middle = new Vector<float>(centre);
        var (a, b, p, q) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            var (first, second) = (Vector.Load(dy + i), Vector.Load(dy + i + width));
            a += first;
            b += second;
            p = Vector.FusedMultiplyAdd(first, Vector.Load(x + i) - middle, p);
            q = Vector.FusedMultiplyAdd(second, Vector.Load(x + i + width) - middle, q);
        }
        for (; i <= count - width; i += width)
        {
            var first = Vector.Load(dy + i);
            a += first;
            p = Vector.FusedMultiplyAdd(first, Vector.Load(x + i) - middle, p);
        }
        var (sum, product) = (0f, 0f);
        for (; i < count; i++)
        {
            sum += dy[i];
            product += dy[i] * (x[i] - centre);
        }
        return (Vector.Sum(a + b) + sum, Vector.Sum(p + q) + product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> AddSquare(Vector<float> sum, Vector<float> value) => Vector.FusedMultiplyAdd(value, value, sum);
}
