
namespace Equivariant.Cpu;

/// <summary>A gradient times a number by vectors.</summary>
internal sealed class TunedGradientScale : ITuned<GradientScale.Scale, double>
{
    public bool TryRun(CpuDevice device, int count, in double factor, in Operands operands) =>
        VectorMap.TryRun(device, count, operands with { A = operands.Y }, new Function((float)factor));

    private readonly struct Function(float factor) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a * TVector.Fill(factor);
    }
}
