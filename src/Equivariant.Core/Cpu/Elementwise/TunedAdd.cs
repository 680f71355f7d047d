using System.Numerics;
using Equivariant.Kernels;

namespace Equivariant.Cpu;

/// <summary>Sums of tensors of the same shape by vectors; broadcasting is left to the plain body.</summary>
internal sealed class TunedAdd : ITuned<Binary.Kernel<AddOp.Function>, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        args.SameCounts && VectorMap.TryRun<Function>(device, count, operands);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a + b;
    }
}
