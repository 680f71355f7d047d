namespace Equivariant.Cpu;

/// <summary>
/// Functions of two tensors that broadcast, on runs along which each of them is either consecutive or one number repeated: rows,
/// whole channels, or everything.
/// </summary>
internal static unsafe class VectorBroadcast
{
    /// <summary>Y = f(A, B); false for other types than single precision.</summary>
    public static bool TryRun<TFunction>(CpuDevice device, int count, in BroadcastArgs args, in Operands operands)
        where TFunction : struct, IVectorFunction
    {
        if (args.SameCounts)
            return VectorMap.TryRun<TFunction>(device, count, operands);
        if (operands.Y.DType != DType.Float32)
            return false;
        var run = args.Run(out var leftMoves, out var rightMoves);
        VectorWidth.For(device, count / run, 1 + (VectorMap.SmallestShare / (run + 16)),
            new Runs<TFunction>(args, operands, run, leftMoves, rightMoves));
        return true;
    }

    private readonly struct Runs<TFunction>(
        in BroadcastArgs args, in Operands operands, int length, bool leftMoves, bool rightMoves) : IVectorRange
        where TFunction : struct, IVectorFunction
    {
        private readonly BroadcastArgs args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* a = CpuDevice.Pointer<float>(operands.A);
        private readonly float* b = CpuDevice.Pointer<float>(operands.B);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            TFunction f = default;
            for (var run = start; run < end; run++)
            {
                var first = run * length;
                float* left = a + args.Left(first), right = b + args.Right(first), to = y + first;
                var (one, other) = (TVector.Fill(*left), TVector.Fill(*right));
                for (var i = 0; i < length; i += TVector.Count)
                {
                    var x = leftMoves ? TVector.Load(left + i) : one;
                    var z = rightMoves ? TVector.Load(right + i) : other;
                    TVector.Store(f.Apply(x, z, z), to + i, length - i);
                }
            }
        }
    }
}
