namespace Equivariant;

/// <summary>The index maps of a group convolution in the memory of a device, for <see cref="Ops.GroupConv"/>. Made once and owned
/// by whoever convolves, as a layer does.</summary>
/// <param name="group">The group of the orientations.</param>
/// <param name="kernelSize">Taps an axis.</param>
/// <param name="device">Where; <see cref="Device.Cpu"/> if null.</param>
/// <exception cref="ArgumentException">As for <see cref="GroupKernels.Joint"/>.</exception>
public sealed class GroupTables(SymmetryGroup group, ReadOnlySpan<int> kernelSize, Device? device = null) : IDisposable
{
    /// <summary>The group.</summary>
    public SymmetryGroup Group => group;

    /// <summary>Taps an axis.</summary>
    public IReadOnlyList<int> KernelSize { get; } = [.. kernelSize];

    /// <summary>The copies of a kernel, <see cref="GroupKernels.Joint"/>.</summary>
    public IndexTables Copies { get; } = new(GroupKernels.Joint(group, kernelSize), device);

    /// <summary>The adjoint's kernel, <see cref="GroupKernels.Adjoint"/>.</summary>
    internal IndexTables Adjoint { get; } = new(GroupKernels.Adjoint(group, kernelSize), device);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Copies.Dispose();
        Adjoint.Dispose();
    }
}
