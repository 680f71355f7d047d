namespace Equivariant;

/// <summary>Maxout over the maps of a kernel's oriented copies, and its gradient by the <see cref="ArgMax"/>.</summary>
internal static class OrientedMaxoutOp
{
    /// <summary>Shapes: copies of each result, cells of a map, results in all.</summary>
    internal readonly record struct Args(int Copies, int Cells, int Results, int KeepsArgMax);

    /// <summary>Index i does results 4i to 4i+3: Y from the maps in A, the argmax to J.</summary>
    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(
            int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (y, maps, argMax) = (b.Y, b.A, b.J);
            var cells = args.Cells;
            var word = 0;
            for (var lane = 0; lane < ArgMax.PerWord; lane++)
            {
                var result = (i * ArgMax.PerWord) + lane;
                if (result >= args.Results)
                    break;
                var plane = result / cells;
                var first = (plane * args.Copies * cells) + (result - (plane * cells));
                var best = maps[first];
                var winner = 0;
                for (var copy = 1; copy < args.Copies; copy++)
                {
                    var next = maps[first + (copy * cells)];
                    if (ArgMax.Takes(next, best))
                    {
                        best = next;
                        winner = copy;
                    }
                }
                y[result] = best;
                word |= winner << (8 * lane);
            }
            if (args.KeepsArgMax != 0)
                argMax[i] = word;
        }
    }

    /// <summary>Index: a cell of a copy's map. Y = A where the copy had won, by the argmax in J.</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(
            int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var cells = args.Cells;
            var map = i / cells;
            var plane = map / args.Copies;
            var result = (plane * cells) + (i - (map * cells));
            var dmaps = b.Y;
            dmaps[i] = ArgMax.Of(b.J, result) == map - (plane * args.Copies) ? b.A[result] : T.Zero;
        }
    }
}

/// <summary>
/// The argmax of a maxout over oriented copies: the largest copy of every result, a byte each, four to a 32-bit word with the
/// first in the lowest bits. On little-endian machines the bytes lie in the order of the results. An index of a kernel that
/// writes them does four results.
/// </summary>
internal static class ArgMax
{
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
