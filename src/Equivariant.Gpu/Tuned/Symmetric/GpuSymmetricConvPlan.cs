namespace Equivariant.Gpu.Tuned;

/// <summary>Which way a symmetric convolution takes on a GPU.</summary>
internal static class GpuSymmetricConvPlan
{
    /// <summary>By sums over the taps of each parameter where there is one kernel, by group transforms for a maximum over copies that
    /// have one, else by tiles where there are tuned kernels for all three passes, else by the plain bodies.</summary>
    public static SymmetricConvPath Choose(GpuDevice device, in SymmetricConvArgs args, DType dtype)
    {
        var g = args.Geometry;
        if (!device.UsesTunedKernels || dtype != DType.Float32 || g.GroupOut * args.Copies < GpuConvForward.FewestRows)
            return SymmetricConvPath.Plain;
        return GpuRingConv.Takes(device, args) || GpuOrientedConv.Takes(device, args)
            ? SymmetricConvPath.Factorised : SymmetricConvPath.Dense;
    }
}
