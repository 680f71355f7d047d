namespace Equivariant.Cpu;

/// <summary>Chooses the path of a symmetric convolution on the CPU; <see cref="FactorisedConv"/> computes the factorised
/// one.</summary>
internal sealed class CpuSymmetricConv : ISymmetricConvKernels
{
    /// <summary>A copy that the plain body of a maximum compares with the largest, in products of the tuned
    /// convolution.</summary>
    private const double ComparedCopy = 100;

    /// <summary>A tap of a transform's sum, or a number of a map that is written to be read again, in products of the tuned
    /// convolution: measured, with it group convolutions change their way at 16 channels or so, where both take as
    /// long.</summary>
    private const double SummedTap = 12;

    public SymmetricConvPath ChoosePath(Device device, SymmetricConvPlan plan, DType dtype)
    {
        var cpu = (CpuDevice)device;
        if (cpu.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return cpu.ForcedPath;
        if (cpu.ForcedPath == SymmetricConvPath.Staged && StagedSymmetricConv.Has(plan))
            return SymmetricConvPath.Staged;
        if (!cpu.UsesTunedKernels || dtype != DType.Float32)
            return SymmetricConvPath.Plain;
        var factorised = plan.Copies > 1 ? TransformedWork(plan) : TapSumWork(plan);
        if (factorised < double.PositiveInfinity && cpu.ForcedPath == SymmetricConvPath.Factorised)
            return SymmetricConvPath.Factorised;
        return factorised <= DenseWork(plan) ? SymmetricConvPath.Factorised : SymmetricConvPath.Dense;
    }

    public long StageBytes(Device device) => ((CpuDevice)device).StageBytes;

    public ISymmetricConvPasses Passes(SymmetricConvPlan plan) => new FactorisedConv(plan);

    /// <summary>
    /// One kernel whose taps share parameters: a sum over its taps for each input channel and pixel, then a product for each
    /// parameter. Infinite where parameters are no fewer than taps.
    /// </summary>
    private static double TapSumWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        if (plan.Parameters >= plan.Taps || !IsIndexable(g.InChannels, plan.Parameters, g.Output))
            return double.PositiveInfinity;
        var sums = (double)g.Batch * g.InChannels * g.Output.Count * plan.Taps;
        return sums + (Products(plan) * plan.Parameters / plan.Taps);
    }

    /// <summary>
    /// Several copies of a kernel: a transform of the taps for each input channel and pixel, the transform's products, and what
    /// makes the copies of the accumulators. Infinite where there is no transform.
    /// </summary>
    private static double TransformedWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        if (plan.Transform is not { } transform || !IsIndexable(g.OutChannels, transform.Accumulators, g.Output))
            return double.PositiveInfinity;
        var pixels = (double)g.Batch * g.Output.Count;
        // A tile has at least four rows.
        var rows = (double)g.Groups * ((g.GroupOut + 3) / 4 * 4);
        return (SummedTap * pixels * g.InChannels * transform.DistinctInputTerms)
            + (pixels * rows * ((g.GroupIn * transform.Products) + transform.OutputTerms));
    }

    private static double DenseWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        return ((double)g.Batch * g.InChannels * g.Output.Count * plan.Taps)
            + (Products(plan) * (plan.Reduction.IsSum() ? 1 : plan.Copies))
            + (plan.IsMax ? ComparedCopy * plan.Copies * g.Batch * g.OutChannels * g.Output.Count : 0);
    }

    /// <summary>Whether the maps of sums that the gradients make of one image can be indexed.</summary>
    private static bool IsIndexable(int channels, int sums, Volume cells) =>
        (Int128)channels * sums * cells.Count <= ShapeTooLargeException.MostElements;

    private static double Products(SymmetricConvPlan plan) =>
        (double)plan.Geometry.Batch * plan.Geometry.OutChannels * plan.Geometry.Output.Count * plan.Geometry.Products;
}
