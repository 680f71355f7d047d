using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>Kernels written for GPUs, as the suite finds them: each compiles for every target without a device.</summary>
internal interface IGpuKernels
{
    /// <summary>The kernel methods, generic ones closed. Explicitly grouped: no index parameter.</summary>
    static abstract IEnumerable<MethodInfo> Kernels { get; }
}

/// <summary>
/// A version of one kernel body written for GPUs: shared memory, tiles, groups. Optional, as on the CPU: adding a file with an
/// implementation is enough, the device finds it, and the suite compares it with the body it replaces.
/// </summary>
internal interface IGpuTuned<TKernel, TArgs> : IGpuKernels
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>Does what the body does for all indices below <paramref name="count"/>; false, with nothing written, to leave it
    /// to the body: the device is too small, the shape does not pay, the element type is another.</summary>
    bool TryRun(GpuDevice device, int count, in TArgs args, in Operands operands);
}

/// <summary>The tuned version of a kernel, if the assembly has one.</summary>
internal static class GpuTuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    public static readonly IGpuTuned<TKernel, TArgs>? Instance =
        (IGpuTuned<TKernel, TArgs>?)TheOnly.Implementation(typeof(IGpuTuned<TKernel, TArgs>), typeof(GpuDevice).Assembly);
}
