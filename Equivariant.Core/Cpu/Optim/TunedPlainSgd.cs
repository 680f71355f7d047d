
namespace Equivariant.Cpu;

/// <summary>Descent without momentum by vectors.</summary>
internal sealed unsafe class TunedPlainSgd : ITuned<SgdUpdate.Plain, SgdUpdate.Args>
{
    public bool TryRun(CpuDevice device, int count, in SgdUpdate.Args args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands with { B = operands.Y }, new Function(args));

    private readonly struct Function(SgdUpdate.Args args) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector gradient, TVector p, TVector unused) =>
            p - (TVector.Of(args.LearningRate) * (gradient + (TVector.Of(args.WeightDecay) * p)));
    }
}
