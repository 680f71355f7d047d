using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>
/// Kernels that tell CUDA's assembler how many threads a group has, and how many groups a multiprocessor should hold: it then
/// keeps to as many registers as that leaves. Without, it takes what it likes, and too few groups may find room.
/// </summary>
internal interface IBoundedKernels
{
    /// <summary>Threads of a group and groups of a multiprocessor.</summary>
    static abstract KernelSpecialization Bounds { get; }
}

/// <summary>The bounds of a kernel.</summary>
internal static class KernelBounds
{
    /// <summary>What the class of a kernel says; no bounds if it says nothing.</summary>
    public static KernelSpecialization Of(MethodInfo kernel) => typeof(IBoundedKernels).IsAssignableFrom(kernel.DeclaringType)
        ? (KernelSpecialization)kernel.DeclaringType!.GetProperty(nameof(IBoundedKernels.Bounds))!.GetValue(null)!
        : KernelSpecialization.Empty;
}
