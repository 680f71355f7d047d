namespace Equivariant.Cpu;

/// <summary>A tuned convolution that finishes its results before it leaves them.</summary>
internal interface IFinishing<TKernel, TArgs> : ITuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>As <see cref="ITuned{TKernel, TArgs}.TryRun"/>, with <paramref name="finish"/> applied to the result.</summary>
    bool TryRun(CpuDevice device, in TArgs args, in Operands operands, ConvFinish finish);
}
