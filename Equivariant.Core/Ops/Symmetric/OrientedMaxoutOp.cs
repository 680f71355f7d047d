namespace Equivariant;

/// <summary>Maxout over the maps of a kernel's oriented copies, and its gradient by the <see cref="ArgMax"/>.</summary>
internal static class OrientedMaxoutOp
{
    /// <summary>Index i does results 4i to 4i+3: Y from the maps in A, the argmax to J.</summary>
    internal readonly struct Forward : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, maps, argMax) = (b.Y, b.A, b.J);
            var cells = args.Geometry.Output.Count;
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
            dmaps[i] = ArgMax.Of(b.J, result) == map - (plane * args.Copies) ? b.A[result] : T.Zero;
        }
    }
}
