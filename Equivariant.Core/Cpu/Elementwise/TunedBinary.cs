namespace Equivariant.Cpu;

/// <summary>Functions of two tensors by vectors, broadcasting included.</summary>
internal sealed class TunedBinary<TFunction> : ITuned<Binary.Kernel<TFunction>, BroadcastArgs>
    where TFunction : struct, IBinaryFunction
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        VectorBroadcast.TryRun<Map>(device, count, args, operands);

    private readonly struct Map : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => TFunction.Apply(a, b);
    }
}

/// <summary>Repetition along axes, the gradient of a sum, by vectors.</summary>
internal sealed class TunedExpand : ITuned<SumOp.Repeat, BroadcastArgs>
{
    public bool TryRun(CpuDevice device, int count, in BroadcastArgs args, in Operands operands) =>
        VectorBroadcast.TryRun<Left>(device, count, args, new Operands { Y = operands.Y, A = operands.A, B = operands.A });

    private readonly struct Left : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a;
    }
}
