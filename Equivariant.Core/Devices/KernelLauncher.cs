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
        SavedTensors.Check(operands);
        try
        {
            ((ComputeDevice)operands.Y.Device).Launch<TKernel, TArgs>(count, args, operands, workPerItem);
            operands.Completed();
        }
        catch (OutOfDeviceMemoryException e) when (e.Op is null)
        {
            throw e.For(NameOf(typeof(TKernel)), null);
        }
    }

    /// <summary>The op that a kernel belongs to, and which part of it: <c>Conv.WeightGradient</c>, <c>Relu.Forward</c>.</summary>
    private static string NameOf(Type kernel)
    {
        // Kernels of elementwise functions are shared: Unary.Forward<ReluFunction>.
        var function = kernel.GetGenericArguments()
            .LastOrDefault(type => type.Name.EndsWith("Function", StringComparison.Ordinal));
        var family = (function ?? kernel.DeclaringType ?? kernel).Name;
        return $"{Without("Function", Without("Op", family))}.{kernel.Name.Split('`')[0]}";
    }

    private static string Without(string suffix, string name) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
}
