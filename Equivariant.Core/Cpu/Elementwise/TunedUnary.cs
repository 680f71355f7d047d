namespace Equivariant.Cpu;

/// <summary>Functions of one element by vectors.</summary>
internal sealed class TunedUnary<TFunction> : ITuned<Unary.Forward<TFunction>, TFunction>
    where TFunction : unmanaged, IUnaryFunction
{
    public bool TryRun(CpuDevice device, int count, in TFunction args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Map(args), TFunction.Work);

    private readonly struct Map(TFunction function) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => function.Apply(a);
    }
}

/// <summary>Their gradients.</summary>
internal sealed class TunedUnaryGradient<TFunction> : ITuned<Unary.Backward<TFunction>, TFunction>
    where TFunction : unmanaged, IUnaryFunction
{
    public bool TryRun(CpuDevice device, int count, in TFunction args, in Operands operands) =>
        VectorMap.TryRun(device, count, operands, new Map(args), TFunction.GradientWork);

    private readonly struct Map(TFunction function) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => function.Gradient(a, b, c);
    }
}
