namespace Equivariant;

/// <summary>
/// The largest copy of every result, a byte each, four to an integer with the first in the lowest bits: on little-endian
/// machines the bytes lie in the order of the results. Kernels that note winners therefore do four results an index.
/// </summary>
internal static class Winners
{
    /// <summary>Results that share an integer.</summary>
    public const int PerWord = 4;

    /// <summary>The most copies that a byte can name.</summary>
    public const int MostCopies = 256;

    /// <summary>Integers for as many results.</summary>
    public static int Words(int results) => (int)(((long)results + PerWord - 1) / PerWord);

    /// <summary>Whether a copy takes the place of the largest so far: where it is larger, or the first that is not a
    /// number.</summary>
    public static bool Takes<T>(T next, T best) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        next > best || (T.IsNaN(next) && !T.IsNaN(best));

    /// <summary>The winner of a result.</summary>
    public static int Of<TIndex>(TIndex winners, int result) where TIndex : struct, IIndexBuffer =>
        (winners[result >> 2] >> (8 * (result & 3))) & 255;
}
