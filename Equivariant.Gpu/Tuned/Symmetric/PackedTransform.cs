using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>The tables of a <see cref="GroupTransform"/> that kernels look up, three bits a number, so that they travel with the
/// arguments of a launch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PackedTransform
{
    /// <summary>Numbers from copy to copy of <see cref="FillCombine"/>.</summary>
    public const int CombinePitch = 12;

    /// <summary>Numbers that <see cref="FillCombine"/> writes.</summary>
    public const int CombineCount = MostCopies * CombinePitch;

    /// <summary>Taps of a kernel, and its parameters.</summary>
    public const int Cells = 9;

    private const int MostCopies = 8, Divisor = 3 * Cells;

    private static readonly double[] Numbers = [0, 1, -1, Math.Sqrt(2), -Math.Sqrt(2), Math.Sqrt(0.5), -Math.Sqrt(0.5)];

    // Ten accumulators of each copy: all copies hold the first one once.
    private readonly int c0, c1, c2, c3, c4, c5, c6, c7;

    // The parameters of each product, and two bits for the number to divide by.
    private readonly int p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12;

    private readonly long accumulators;

    public PackedTransform(GroupTransform transform)
    {
        var t = transform;
        (c0, c1, c2, c3) = (Copy(t, 0), Copy(t, 1), Copy(t, 2), Copy(t, 3));
        (c4, c5, c6, c7) = (Copy(t, 4), Copy(t, 5), Copy(t, 6), Copy(t, 7));
        (p0, p1, p2, p3, p4) = (Product(t, 0), Product(t, 1), Product(t, 2), Product(t, 3), Product(t, 4));
        (p5, p6, p7, p8, p9) = (Product(t, 5), Product(t, 6), Product(t, 7), Product(t, 8), Product(t, 9));
        (p10, p11, p12) = (Product(t, 10), Product(t, 11), Product(t, 12));
        accumulators = Enumerable.Range(0, t.Products).Sum(product => (long)t.AccumulatorOf[product] << (4 * product));
    }

    /// <summary>The accumulator of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AccumulatorOf(int product) => (int)(accumulators >> (4 * product)) & 15;

    /// <summary>How often a product takes a parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Parameter(int product, int parameter)
    {
        var code = product < 7
            ? product < 4 ? Pick(product, p0, p1, p2, p3) : Pick(product - 4, p4, p5, p6, p6)
            : product < 11 ? Pick(product - 7, p7, p8, p9, p10) : product == 11 ? p11 : p12;
        return Number((code >> (3 * parameter)) & 7) / (1 << (code >> Divisor));
    }

    /// <summary>Writes the accumulators' parts in the copies, [copy, accumulator], by the threads of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FillCombine(ArrayView<float> combine, int lane)
    {
        if (lane >= CombineCount)
            return;
        var copy = lane / CombinePitch;
        var accumulator = lane - (copy * CombinePitch);
        var code = copy < 4 ? Pick(copy, c0, c1, c2, c3) : Pick(copy - 4, c4, c5, c6, c7);
        var isStored = accumulator > 0 && accumulator < Accumulators<float>.Most;
        combine[lane] = isStored ? Number((code >> (3 * (accumulator - 1))) & 7) : accumulator == 0 ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pick(int index, int a, int b, int c, int d) => index < 2 ? index == 0 ? a : b : index == 2 ? c : d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Number(int code)
    {
        var size = code == 0 ? 0 : code <= 2 ? 1 : code <= 4 ? 1.41421356f : 0.707106781f;
        return (code & 1) != 0 ? size : -size;
    }

    private static int Copy(GroupTransform transform, int copy) => copy >= transform.Copies ? 0
        : Encode(transform.OutputTransform.AsSpan((copy * transform.Accumulators) + 1, transform.Accumulators - 1), 1)
            ?? throw new ArgumentException("A group transform's copies must be made of accumulators once, or √2 or √½ times.");

    private static int Product(GroupTransform transform, int product)
    {
        if (product >= transform.Products)
            return 0;
        var parameters = transform.FilterTransform.AsSpan(product * Cells, Cells);
        for (var shift = 0; shift < 4; shift++)
        {
            if (Encode(parameters, 1 << shift) is { } code)
                return code | (shift << Divisor);
        }
        throw new ArgumentException("A group transform's products must take parameters once, or √2 or √½ times, over 1, 2, 4 or 8.");
    }

    private static int? Encode(ReadOnlySpan<double> values, int divisor)
    {
        var code = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] * divisor;
            var number = Array.FindIndex(Numbers, candidate => Math.Abs(candidate - value) < 1e-9);
            if (number < 0)
                return null;
            code |= number << (3 * i);
        }
        return code;
    }
}
