namespace Equivariant.Cpu;

/// <summary>Sums by vectors, broadcasting included.</summary>
internal sealed class TunedAdd : ITuned<Binary.Kernel<AddOp.Function>, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        VectorBroadcast.TryRun<VectorSum>(device, count, args, operands);
}

/// <summary>Adds gradients by vectors.</summary>
internal sealed class TunedAccumulate : ITuned<AccumulateKernel, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun<VectorSum>(device, count, operands);
}

internal readonly struct VectorSum : IVectorFunction
{
    public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a + b;
}
