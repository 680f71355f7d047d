namespace Equivariant.Cpu;

/// <summary>
/// A whole-range version of one kernel body, written for the CPU: vectors, blocking, packing. Optional: adding a file with an
/// implementation is enough, the device finds it, and the suite compares it with the body it replaces.
/// </summary>
internal interface ITuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>Does what the body does for all indices below <paramref name="count"/>; false, with nothing written,
    /// to leave it to the body.</summary>
    bool TryRun(CpuDevice device, int count, in TArgs args, in Operands operands);
}

/// <summary>The tuned version of a kernel, if the assembly has one.</summary>
internal static class Tuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    public static readonly ITuned<TKernel, TArgs>? Instance =
        (ITuned<TKernel, TArgs>?)TheOnly.Implementation(typeof(ITuned<TKernel, TArgs>), typeof(CpuDevice).Assembly);
}
