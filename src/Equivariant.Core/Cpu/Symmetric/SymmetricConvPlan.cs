using Equivariant.Symmetry;

namespace Equivariant.Cpu;

/// <summary>Which way a symmetric convolution takes on the CPU: decided here alone, from the index map and the shape.</summary>
internal static class SymmetricConvPlan
{
    /// <summary>A product of the plain body takes about as long as this many of the tuned convolution.</summary>
    private const double PlainProduct = 100;

    /// <summary>Launches of the dense way, in products of the tuned convolution: measured, it pays for one tiny image.</summary>
    private const double DenseOverhead = 500;

    /// <summary>The way of least counted work, unless the device forces one that it has.</summary>
    public static SymmetricConvPath Choose(CpuDevice device, KernelIndexMap map, in SymmetricConvArgs args, DType dtype)
    {
        if (device.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return device.ForcedPath;
        if (!device.UsesTunedKernels || dtype != DType.Float32)
            return SymmetricConvPath.Plain;
        return DenseWork(args) <= PlainWork(args) ? SymmetricConvPath.Dense : SymmetricConvPath.Plain;
    }

    private static double PlainWork(in SymmetricConvArgs args) => PlainProduct * Products(args) * args.Copies;

    private static double DenseWork(in SymmetricConvArgs args) => DenseOverhead
        + (Products(args) * (args.Reduction is OrientationReduction.Mean or OrientationReduction.Sum ? 1 : args.Copies));

    /// <summary>Products of one copy.</summary>
    private static double Products(in SymmetricConvArgs args) =>
        (double)args.Geometry.Batch * args.Geometry.OutChannels * args.Geometry.Output.Count * args.Geometry.Products;
}
