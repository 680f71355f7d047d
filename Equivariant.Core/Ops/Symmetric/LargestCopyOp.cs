namespace Equivariant;

/// <summary>The maximum over the maps of a kernel's copies, and its gradient's way back by the <see cref="Winners"/>.</summary>
internal static class LargestCopyOp
{
    /// <summary>Index i does results 4i to 4i+3: Y from the maps in A, the winners to J.</summary>
    internal readonly struct Forward : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, maps, winners) = (b.Y, b.A, b.J);
            var cells = args.Geometry.Output.Count;
            var word = 0;
            for (var lane = 0; lane < Winners.PerWord; lane++)
            {
                var result = (i * Winners.PerWord) + lane;
                if (result >= args.Results)
                    break;
                var plane = result / cells;
                var first = (plane * args.Copies * cells) + (result - (plane * cells));
                var best = maps[first];
                var winner = 0;
                for (var copy = 1; copy < args.Copies; copy++)
                {
                    var next = maps[first + (copy * cells)];
                    if (Winners.Takes(next, best))
                    {
                        best = next;
                        winner = copy;
                    }
                }
                y[result] = best;
                word |= winner << (8 * lane);
            }
            if (args.KeepsWinners != 0)
                winners[i] = word;
        }
    }

    /// <summary>Index: a cell of a copy's map. Y = A where the copy had won, by the winners in J.</summary>
    internal readonly struct Backward : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var cells = args.Geometry.Output.Count;
            var map = i / cells;
            var plane = map / args.Copies;
            var result = (plane * cells) + (i - (map * cells));
            var dmaps = b.Y;
            dmaps[i] = Winners.Of(b.J, result) == map - (plane * args.Copies) ? b.A[result] : T.Zero;
        }
    }
}
