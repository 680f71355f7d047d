namespace Equivariant.Gpu;

/// <summary>Symmetric convolutions on a GPU: which way they take, and the factorised ones: one kernel by
/// <see cref="GpuRingConv"/>, the maxout over oriented copies by <see cref="GpuOrientedConv"/>.</summary>
internal sealed class GpuSymmetricConv : ISymmetricConvKernels
{
    /// <summary>In products of the tiles: a number that is written to be read again, a tap of a product's sum, and an
    /// accumulator's part in a copy. Fitted to twelve layers on an H100 (turns of volumes, mirrors of 5×5, p4 and p4m, 32 to 128
    /// channels).</summary>
    private const double Written = 20, Summed = 25, Part = 41;

    /// <summary>How much less the stages must be than the convolution by all copies, which does better with little to
    /// do.</summary>
    private const double Margin = 0.85;

    /// <summary>By sums over the taps of each parameter where there is one kernel, by group transforms for copies that have one,
    /// in one kernel or in stages, else by tiles where there are tuned kernels for all three passes, else by the plain
    /// bodies.</summary>
    public SymmetricConvPath ChoosePath(Device device, SymmetricConvPlan plan, DType dtype)
    {
        var (gpu, g) = ((GpuDevice)device, plan.Geometry);
        if (!gpu.UsesTunedKernels || dtype != DType.Float32 || g.GroupOut * plan.Copies < GpuConvForward.FewestRows)
            return SymmetricConvPath.Plain;
        if (gpu.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return gpu.ForcedPath;
        if (gpu.ForcedPath != SymmetricConvPath.Staged && (GpuRingConv.Takes(gpu, plan) || GpuOrientedConv.Takes(gpu, plan)))
            return SymmetricConvPath.Factorised;
        return g.GroupOut >= GpuConvForward.FewestRows && StagedSymmetricConv.Has(plan)
            && (gpu.ForcedPath == SymmetricConvPath.Staged || StagedWork(plan) < Margin * DenseWork(plan))
            ? SymmetricConvPath.Staged : SymmetricConvPath.Dense;
    }

    public long StageBytes(Device device) => ((GpuDevice)device).StageBytes;

    public ISymmetricConvPasses Passes(SymmetricConvPlan plan) =>
        plan.Copies > 1 ? new GpuOrientedConv(plan) : new GpuRingConv(plan);

    /// <summary>Work at a point of the result, in products. A tile has its rows, whether there are as many outputs or
    /// not.</summary>
    private static double StagedWork(SymmetricConvPlan plan)
    {
        var (g, transform) = (plan.Geometry, plan.Transform!);
        var rows = (double)g.Groups * Tile.Count(g.GroupOut) * Tile.Size;
        return (transform.Products * rows * g.GroupIn)
            + (g.InChannels * ((Written * transform.Products) + (Summed * transform.InputTerms)))
            + (g.OutChannels * ((Written * transform.Accumulators) + (Part * transform.OutputTerms)));
    }

    private static double DenseWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        return plan.Copies * g.OutChannels * (g.Products + (plan.IsMax ? Written : 0));
    }
}
