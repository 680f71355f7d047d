using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>
/// A version of one kernel body written for GPUs: shared memory, tiles, groups. Optional, as on the CPU: adding a file with an
/// implementation is enough, the device finds it, and the suite compares it with the body it replaces.
/// </summary>
internal interface IGpuTuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>Does what the body does for all indices below <paramref name="count"/>; false, with nothing written, to leave it
    /// to the body: the device is too small, the shape does not pay, the element type is another.</summary>
    bool TryRun(GpuDevice device, int count, in TArgs args, in Operands operands);
}

/// <summary>Marks a kernel written for GPUs, explicitly grouped: tests compile each for every target, without a device.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuKernelAttribute : Attribute;

/// <summary>
/// Kernels that tell CUDA's assembler how many threads a group has, and how many groups a multiprocessor should hold: it then
/// keeps to as many registers as that leaves. Without, it takes what it likes, and too few groups may find room.
/// </summary>
internal interface IBoundedKernels
{
    /// <summary>Threads of a group and groups of a multiprocessor.</summary>
    static abstract KernelSpecialization Bounds { get; }

    /// <summary>The bounds that the class of a kernel gives; none if it gives none.</summary>
    static KernelSpecialization Of(MethodInfo kernel) => typeof(IBoundedKernels).IsAssignableFrom(kernel.DeclaringType)
        ? (KernelSpecialization)kernel.DeclaringType!.GetProperty(nameof(Bounds))!.GetValue(null)!
        : KernelSpecialization.Empty;
}
