namespace Equivariant.Gpu;

/// <summary>What ILGPU compiles for a kernel body: one thread for each index.</summary>
internal static class PlainKernel<TKernel, TArgs, T, TReal>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReal : struct, IRealBuffer<T>
{
    public static void Run(Index1D index, TArgs args, Buffers<TReal, GpuIntegers> buffers) =>
        TKernel.Run<T, TReal, GpuIntegers>(index, in args, in buffers);
}
