namespace Equivariant.Cpu;

/// <summary>The gradient of each result divided by how many elements reached its value, by vectors.</summary>
internal sealed class TunedExtremumShare : ITuned<ExtremumOp.Share, ReduceArgs>
{
    /// <summary>As far as single precision counts.</summary>
    private const int Most = 1 << 24;

    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        args.Size <= Most
        && VectorFolds.TryRun(device, count, args, operands.Y, operands.B!, operands.C, new Fold())
        && VectorMap.TryRun<Quotient>(device, count, new Operands { Y = operands.Y, A = operands.A, B = operands.Y });

    /// <summary>A: how many were equal; B: to what.</summary>
    private readonly struct Fold : IVectorFold
    {
        public (Vector<float> A, Vector<float> B) Begin(Vector<float> first, Vector<float> own) => (default, own);

        public void Step(Vector<float> x, ref Vector<float> a, ref Vector<float> b) =>
            a += Vector.ConditionalSelect(Vector.Equals(x, b), Vector<float>.One, Vector<float>.Zero);

        public Vector<float> End(Vector<float> a, Vector<float> b) => a;

        public float Neutral(float first) => float.NaN;

        public double Join(double part, double other) => part + other;
    }

    private readonly struct Quotient : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a / b;
    }
}

/// <summary>The gradient of an extremum: its share for the elements that are equal to it, by runs along which the result moves
/// or stays.</summary>
internal sealed unsafe class TunedExtremumGradient : ITuned<ExtremumOp.Backward, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var run = args.SameCounts ? count : args.Run(out _, out _);
        var range = new Runs(args, operands, run);
        device.Team.For(count / run, 1 + (VectorMap.SmallestShare / (run + 16)), ref range);
        return true;
    }

    private readonly struct Runs(in BroadcastArgs args, in Operands operands, int length) : IRange
    {
        private readonly BroadcastArgs args = args;
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* shares = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);
        private readonly float* best = CpuDevice.Pointer<float>(operands.C);

        public void Run(int start, int end)
        {
            var moves = args.SameCounts;
            if (!moves)
                args.Run(out moves, out _);
            for (var run = start; run < end; run++)
            {
                var first = run * length;
                var at = args.Left(first);
                Vector<float> share = new(shares[at]), value = new(best[at]);
                for (var i = 0; i < length; i += Vector<float>.Count)
                {
                    if (moves)
                        (share, value) = (Vector.Load(shares + at + i), Vector.Load(best + at + i));
                    var wins = Vector.Equals(Vector.Load(x + first + i), value);
                    Lanes.Store(Vector.ConditionalSelect(wins, share, Vector<float>.Zero), dx + first + i, length - i);
                }
            }
        }
    }
}
