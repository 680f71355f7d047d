namespace Equivariant.Cpu;

/// <summary>
/// Reductions over any axes. Where neighbouring results come from neighbouring elements, each has a lane of its own, and takes
/// its elements in the order of the plain body; short rows are brought side by side for that. Else the elements of one result lie
/// side by side, and share vectors.
/// </summary>
internal static unsafe class VectorFolds
{
    /// <summary>Elements of a long run that are reduced to a part of the result: threads share runs in such blocks, which are
    /// always the same.</summary>
    private const int Block = 1 << 16;

    /// <summary>Elements of rows for which joining lanes costs more than bringing the rows side by side.</summary>
    private const int ShortRow = 256;

    /// <summary>Reduces A, given for each result an element of B or none; false for other types than single
    /// precision.</summary>
    public static bool TryRun<TFold>(
        CpuDevice device, int count, in ReduceArgs args, Tensor y, Tensor a, Tensor? own, TFold fold)
        where TFold : struct, IVectorFold
    {
        if (y.DType != DType.Float32 || args.Size == 0)
            return false;
        var terms = args.Terms();
        var run = terms.Run(false, out var isAlong);
        float* to = CpuDevice.Pointer<float>(y), from = CpuDevice.Pointer<float>(a), owned = CpuDevice.Pointer<float>(own);
        if (!isAlong)
        {
            var across = new Across<TFold>(args, terms, fold, args.Beside(out _), to, from, owned);
            VectorWidth.For(
                device, across.Count(count), 1 + (VectorMap.SmallestShare / (args.Size * across.Width)), across);
            return true;
        }
        if (run == args.Size && run <= ShortRow)
        {
            RowTiles.Run(device, count, new(run, 1), null, a, null, new Rows<TFold>(fold, to, owned));
            return true;
        }
        var blocks = run == args.Size ? (run + Block - 1) / Block : 1;
        using var parts = new Rented<double>(device.Pool, blocks == 1 ? 0 : (long)count * blocks);
        var along = new Along<TFold>(args, terms, fold, run, blocks, to, from, owned, parts.Start);
        VectorWidth.For(device, count * blocks, 1 + (VectorMap.SmallestShare / Math.Min(Block, args.Size)), along);
        if (blocks > 1)
            along.Join(count);
        return true;
    }

    /// <summary>A lane for each result; an item is some results beside each other.</summary>
    private readonly struct Across<TFold>(
        in ReduceArgs args, in StridedGrid terms, TFold fold, int beside, float* y, float* x, float* own) : IVectorRange
        where TFold : struct, IVectorFold
    {
        /// <summary>Results of an item: as many as four cache lines hold, for which the states stay in the cache.</summary>
        private const int AtOnce = 64;

        private readonly ReduceArgs args = args;
        private readonly StridedGrid terms = terms;
        private readonly int items = (beside + AtOnce - 1) / AtOnce;

        public int Width => Math.Min(AtOnce, beside);

        public int Count(int results) => results / beside * items;

        void IVectorRange.Run<TVector>(int start, int end)
        {
            float* a = stackalloc float[AtOnce], b = stackalloc float[AtOnce];
            for (var item = start; item < end; item++)
            {
                var (group, part) = Math.DivRem(item, items);
                var result = (group * beside) + (part * AtOnce);
                var width = Math.Min(AtOnce, beside - (part * AtOnce));
                Fold<TVector>(x + args.Start(result), result, width, a, b);
            }
        }

        private void Fold<TVector>(float* from, int result, int width, float* a, float* b)
            where TVector : struct, IVector<TVector>
        {
            for (var lane = 0; lane < width; lane += TVector.Count)
            {
                var state = fold.Begin(TVector.Load(from + lane), own == null ? default : TVector.Load(own + result + lane));
                TVector.Store(state.A, a + lane);
                TVector.Store(state.B, b + lane);
            }
            for (var term = 0; term < args.Size; term++)
            {
                var at = from + terms.Place(term);
                for (var lane = 0; lane < width; lane += TVector.Count)
                {
                    var (first, second) = (TVector.Load(a + lane), TVector.Load(b + lane));
                    fold.Step(TVector.Load(at + lane), ref first, ref second);
                    TVector.Store(first, a + lane);
                    TVector.Store(second, b + lane);
                }
            }
            for (var lane = 0; lane < width; lane += TVector.Count)
                TVector.Store(TVector.Load(a + lane), y + result + lane, width - lane);
        }
    }

    /// <summary>A lane for each row of a tile.</summary>
    private readonly struct Rows<TFold>(TFold fold, float* y, float* own) : IRowFunction
        where TFold : struct, IVectorFold
    {
        void IRowFunction.Apply<TVector>(float* x, float* b, int width, int count, int row, int rows)
        {
            var f = fold;
            var state = f.Begin(TVector.Load(x), own == null ? default : TVector.Load(own + row));
            for (var k = 0; k < count; k++, x += width)
                f.Step(TVector.Load(x), ref state.A, ref state.B);
            TVector.Store(state.A, y + row, rows);
        }
    }

    /// <summary>Vectors for one result; an item is one, or a block of its only run.</summary>
    private readonly struct Along<TFold>(in ReduceArgs args, in StridedGrid terms, TFold fold, int run, int blocks,
        float* y, float* x, float* own, double* parts) : IVectorRange
        where TFold : struct, IVectorFold
    {
        private readonly ReduceArgs args = args;
        private readonly StridedGrid terms = terms;

        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var item = start; item < end; item++)
            {
                if (blocks == 1)
                {
                    y[item] = (float)Fold<TVector>(x + args.Start(item), args.Size / run, run, item);
                    continue;
                }
                var (result, block) = Math.DivRem(item, blocks);
                var first = block * Block;
                parts[item] = Fold<TVector>(x + args.Start(result) + first, 1, Math.Min(Block, run - first), result);
            }
        }

        public void Join(int results)
        {
            for (var result = 0; result < results; result++)
            {
                var part = parts + ((nint)result * blocks);
                for (var block = 1; block < blocks; block++)
                    *part = fold.Join(*part, part[block]);
                y[result] = (float)*part;
            }
        }

        private double Fold<TVector>(float* from, int runs, int length, int result) where TVector : struct, IVector<TVector>
        {
            var f = fold;
            var width = TVector.Count;
            var neutral = TVector.Fill(f.Neutral(*from));
            var owned = own == null ? default : TVector.Fill(own[result]);
            // Four states in flight hide the latency of a step.
            var (a0, b0) = f.Begin(TVector.Fill(*from), owned);
            TVector a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
            for (var k = 0; k < runs; k++)
            {
                var at = from + (runs == 1 ? 0 : terms.Place(k * run));
                var i = 0;
                for (; i <= length - (4 * width); i += 4 * width)
                {
                    f.Step(TVector.Load(at + i), ref a0, ref b0);
                    f.Step(TVector.Load(at + i + width), ref a1, ref b1);
                    f.Step(TVector.Load(at + i + (2 * width)), ref a2, ref b2);
                    f.Step(TVector.Load(at + i + (3 * width)), ref a3, ref b3);
                }
                for (; i < length; i += width)
                    f.Step(TVector.LoadFirst(at + i, length - i, neutral), ref a0, ref b0);
            }
            var states = stackalloc float[4 * width];
            TVector.Store(a0, states);
            TVector.Store(a1, states + width);
            TVector.Store(a2, states + (2 * width));
            TVector.Store(a3, states + (3 * width));
            double joined = states[0];
            for (var lane = 1; lane < 4 * width; lane++)
                joined = f.Join(joined, states[lane]);
            return joined;
        }
    }
}
