namespace Equivariant;

/// <summary>The one place from which ops and the tape launch kernels.</summary>
internal static class KernelLauncher
{
    /// <summary>Launches a kernel body on the device of its result.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is no memory for the scratch of the kernel, which is named.</exception>
    public static void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
    {
        try
        {
            ((ComputeDevice)operands.Y.Device).Launch<TKernel, TArgs>(count, args, operands, workPerItem);
        }
        catch (OutOfDeviceMemoryException e) when (e.Op is null)
        {
            throw e.For(NameOf(typeof(TKernel)), null);
        }
    }

    /// <summary>The op that a kernel belongs to, and which part of it: <c>Conv.WeightGradient</c>.</summary>
    private static string NameOf(Type kernel)
    {
        const string suffix = "Op";
        var family = kernel.DeclaringType?.Name ?? kernel.Name;
        return $"{(family.EndsWith(suffix, StringComparison.Ordinal) ? family[..^suffix.Length] : family)}.{kernel.Name}";
    }
}
