namespace Equivariant.Cpu;

/// <summary>Adds gradients by vectors.</summary>
internal sealed class TunedAccumulate : ITuned<AccumulateKernel, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun<Sum>(device, count, operands);

    private readonly struct Sum : IVectorFunction
    {
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a + b;
    }
}

/// <summary>Copies by vectors.</summary>
internal sealed class TunedCopy : ITuned<CopyKernel, NoArgs>
{
    public bool TryRun(CpuDevice device, int count, in NoArgs args, in Operands operands) =>
        VectorMap.TryRun<First>(device, count, operands);

    private readonly struct First : IVectorFunction
    {
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a;
    }
}
