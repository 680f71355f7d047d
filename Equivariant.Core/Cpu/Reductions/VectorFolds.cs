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
        CpuDevice device, int count, in ReduceArgs args, Tensor y, Tensor a, Tensor? own, TFold fold = default)
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
            device.Team.For(across.Count(count), 1 + (VectorMap.SmallestShare / (args.Size * across.Width)), ref across);
            return true;
        }
        if (run == args.Size && run <= ShortRow)
        {
            RowTiles.Run(device, count, new(run, 1), null, a, null, new Rows<TFold>(run, fold, to, owned));
            return true;
        }
        var blocks = run == args.Size ? (run + Block - 1) / Block : 1;
        using var parts = new Rented<double>(device.Pool, blocks == 1 ? 0 : (long)count * blocks);
        var along = new Along<TFold>(args, terms, fold, run, blocks, to, from, owned, parts.Start);
        device.Team.For(count * blocks, 1 + (VectorMap.SmallestShare / Math.Min(Block, args.Size)), ref along);
        if (blocks > 1)
            along.Join(count);
        return true;
    }

    /// <summary>A lane for each result; an item is some results beside each other.</summary>
    private readonly struct Across<TFold>(
        in ReduceArgs args, in StridedGrid terms, TFold fold, int beside, float* y, float* x, float* own) : IRange
        where TFold : struct, IVectorFold
    {
        /// <summary>Results of an item: as many as four cache lines hold, for which the states stay in the cache.</summary>
        private const int AtOnce = 64;

        private readonly ReduceArgs args = args;
        private readonly StridedGrid terms = terms;
        private readonly int items = (beside + AtOnce - 1) / AtOnce;

        public int Width => Math.Min(AtOnce, beside);

        public int Count(int results) => results / beside * items;

        public void Run(int start, int end)
        {
            Vector<float>* a = stackalloc Vector<float>[AtOnce / 4], b = stackalloc Vector<float>[AtOnce / 4];
            for (var item = start; item < end; item++)
            {
                var (group, part) = Math.DivRem(item, items);
                var result = (group * beside) + (part * AtOnce);
                var width = Math.Min(AtOnce, beside - (part * AtOnce));
                Fold(x + args.Start(result), result, width, a, b);
            }
        }

        private void Fold(float* from, int result, int width, Vector<float>* a, Vector<float>* b)
        {
            for (var (lane, v) = (0, 0); lane < width; lane += Vector<float>.Count, v++)
            {
                (a[v], b[v]) = fold.Begin(
                    Vector.Load(from + lane), own == null ? default : Vector.Load(own + result + lane));
            }
            for (var term = 0; term < args.Size; term++)
            {
                var at = from + terms.Place(term);
                for (var (lane, v) = (0, 0); lane < width; lane += Vector<float>.Count, v++)
                    fold.Step(Vector.Load(at + lane), ref a[v], ref b[v]);
            }
            for (var (lane, v) = (0, 0); lane < width; lane += Vector<float>.Count, v++)
                Lanes.Store(fold.End(a[v], b[v]), y + result + lane, width - lane);
        }
    }

    /// <summary>A lane for each row of a tile.</summary>
    private readonly struct Rows<TFold>(int length, TFold fold, float* y, float* own) : IRowFunction
        where TFold : struct, IVectorFold
    {
        public void Apply(float* a, float* b, int width, int first, int rows)
        {
            var f = fold;
            for (var lane = 0; lane < rows; lane += Vector<float>.Count)
            {
                var x = a + lane;
                var state = f.Begin(Vector.Load(x), own == null ? default : Vector.Load(own + first + lane));
                for (var k = 0; k < length; k++, x += width)
                    f.Step(Vector.Load(x), ref state.A, ref state.B);
                Lanes.Store(f.End(state.A, state.B), y + first + lane, rows - lane);
            }
        }
    }

    /// <summary>Vectors for one result; an item is one, or a block of its only run.</summary>
    private readonly struct Along<TFold>(in ReduceArgs args, in StridedGrid terms, TFold fold, int run, int blocks,
        float* y, float* x, float* own, double* parts) : IRange
        where TFold : struct, IVectorFold
    {
        private readonly ReduceArgs args = args;
        private readonly StridedGrid terms = terms;

        public void Run(int start, int end)
        {
            for (var item = start; item < end; item++)
            {
                if (blocks == 1)
                {
                    y[item] = (float)Fold(x + args.Start(item), args.Size / run, run, item);
                    continue;
                }
                var (result, block) = Math.DivRem(item, blocks);
                var first = block * Block;
                parts[item] = Fold(x + args.Start(result) + first, 1, Math.Min(Block, run - first), result);
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

        private double Fold(float* from, int runs, int length, int result)
        {
            var f = fold;
            var width = Vector<float>.Count;
            var neutral = new Vector<float>(f.Neutral(*from));
            var owned = own == null ? default : new Vector<float>(own[result]);
            // Four states in flight hide the latency of a step.
            var (a0, b0) = f.Begin(new(*from), owned);
            Vector<float> a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
            for (var k = 0; k < runs; k++)
            {
                var at = from + (runs == 1 ? 0 : terms.Place(k * run));
                var i = 0;
                for (; i <= length - (4 * width); i += 4 * width)
                {
                    f.Step(Vector.Load(at + i), ref a0, ref b0);
                    f.Step(Vector.Load(at + i + width), ref a1, ref b1);
                    f.Step(Vector.Load(at + i + (2 * width)), ref a2, ref b2);
                    f.Step(Vector.Load(at + i + (3 * width)), ref a3, ref b3);
                }
                for (; i < length; i += width)
                {
                    var wanted = Vector.LessThan(Vector<int>.Indices, new Vector<int>(length - i));
                    f.Step(Vector.ConditionalSelect(wanted, Vector.Load(at + i), neutral), ref a0, ref b0);
                }
            }
            return Join(f, f.End(a0, b0), f.End(a1, b1), f.End(a2, b2), f.End(a3, b3));
        }

        private static double Join(TFold fold, params ReadOnlySpan<Vector<float>> states)
        {
            double joined = states[0][0];
            for (var lane = 1; lane < states.Length * Vector<float>.Count; lane++)
                joined = fold.Join(joined, states[lane / Vector<float>.Count][lane % Vector<float>.Count]);
            return joined;
        }
    }
}
