namespace Equivariant.Cpu;

/// <summary>Absolute values by vectors.</summary>
internal sealed class TunedAbs : ITuned<AbsOp.Forward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.LessThan(a, Vector<float>.Zero), -a, a);
    }
}

/// <summary>Their gradient: dy in A, x in B.</summary>
internal sealed class TunedAbsGradient : ITuned<AbsOp.Backward, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Function(), 1);

    private readonly struct Function : IVectorFunction
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.ConditionalSelect(
            Vector.GreaterThan(b, Vector<float>.Zero), a,
            Vector.ConditionalSelect(Vector.LessThan(b, Vector<float>.Zero), -a, Vector<float>.Zero));
    }
}
