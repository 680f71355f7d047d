namespace Equivariant.Cpu;

/// <summary>Maxout by vectors of pixels.</summary>
internal sealed unsafe class TunedMaxout : ITuned<MaxoutOp.Forward, MaxoutOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in MaxoutOp.Args args, in Operands operands)
    {
        if (!MaxoutGroups.Pay(args, operands))
            return false;
        var range = new Groups(args, operands);
        device.Team.For(count / args.Inner, MaxoutGroups.Share(args), ref range);
        return true;
    }

    private readonly struct Groups(MaxoutOp.Args args, in Operands operands) : IRange
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var inner = args.Inner;
            for (nint group = start; group < end; group++)
            {
                float* from = x + (group * args.Pieces * inner), to = y + (group * inner);
                for (var i = 0; i < inner; i += Vector<float>.Count)
                    Lanes.Store(MaxoutGroups.Best(from + i, args, out _), to + i, inner - i);
            }
        }
    }
}

/// <summary>Its gradient: dy in A, x in B.</summary>
internal sealed unsafe class TunedMaxoutGradient : ITuned<MaxoutOp.Backward, MaxoutOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in MaxoutOp.Args args, in Operands operands)
    {
        if (!MaxoutGroups.Pay(args, operands))
            return false;
        var range = new Groups(args, operands);
        device.Team.For(count / args.Inner, MaxoutGroups.Share(args), ref range);
        return true;
    }

    private readonly struct Groups(MaxoutOp.Args args, in Operands operands) : IRange
    {
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly float* x = CpuDevice.Pointer<float>(operands.B);

        public void Run(int start, int end)
        {
            var inner = args.Inner;
            for (nint group = start; group < end; group++)
            {
                var first = group * args.Pieces * inner;
                for (var i = 0; i < inner; i += Vector<float>.Count)
                {
                    MaxoutGroups.Best(x + first + i, args, out var winner);
                    var gradient = Vector.Load(dy + (group * inner) + i);
                    for (var piece = 0; piece < args.Pieces; piece++)
                    {
                        var wins = Vector.Equals(winner, new Vector<int>(piece));
                        Lanes.Store(Vector.ConditionalSelect(wins, gradient, Vector<float>.Zero),
                            dx + first + ((nint)piece * inner) + i, inner - i);
                    }
                }
            }
        }
    }
}

/// <summary>What maxout and its gradient share.</summary>
internal static unsafe class MaxoutGroups
{
    /// <summary>Whether vectors of pixels are not too empty.</summary>
    public static bool Pay(MaxoutOp.Args args, in Operands operands) =>
        operands.Y.DType == DType.Float32 && args.Inner >= Vector<float>.Count / 2;

    /// <summary>Groups worth a thread.</summary>
    public static int Share(MaxoutOp.Args args) => 1 + (VectorMap.SmallestShare / (args.Inner * args.Pieces));

    /// <summary>The largest pieces, the first of equal ones, and which they are; NaN wins over numbers.</summary>
    public static Vector<float> Best(float* x, MaxoutOp.Args args, out Vector<int> winner)
    {
        var best = Vector.Load(x);
        winner = default;
        for (var piece = 1; piece < args.Pieces; piece++)
        {
            var value = Vector.Load(x + ((nint)piece * args.Inner));
            var takes = Lanes.TakesOver(value, best);
            best = Vector.ConditionalSelect(takes, value, best);
            winner = Vector.ConditionalSelect(takes, new Vector<int>(piece), winner);
        }
        return best;
    }
}
