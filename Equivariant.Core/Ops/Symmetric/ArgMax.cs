namespace Equivariant;

/// <summary>
/// The argmax of a maxout over oriented copies: the largest copy of every result, a byte each, four to a 32-bit word with the first
/// in the lowest bits. On little-endian machines the bytes lie in the order of the results. An index of a kernel that writes them does
/// four results.
/// </summary>
internal static class ArgMax
{
    /// <summary>Results of a word.</summary>
    public const int PerWord = 4;

    /// <summary>The most copies that a byte can name.</summary>
    public const int MostCopies = 256;

    /// <summary>Words for as many results.</summary>
    public static int Words(int results) => (int)(((long)results + PerWord - 1) / PerWord);

    /// <summary>Whether a copy takes the place of the largest so far: where it is larger, or the first that is not a
    /// number.</summary>
    public static bool Takes<T>(T next, T best) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        next > best || (T.IsNaN(next) && !T.IsNaN(best));

    /// <summary>The largest copy of a result.</summary>
    public static int Of<TIndex>(TIndex argMax, int result) where TIndex : struct, IIndexBuffer =>
        (argMax[result >> 2] >> (8 * (result & 3))) & 255;
}
