namespace Equivariant.Gpu;

/// <summary>Which way a symmetric convolution takes on a GPU.</summary>
internal static class GpuSymmetricConvPlan
{
    /// <summary>In products of the tiles: a number that is written to be read again, a tap of a product's sum, and an accumulator's part
    /// in a copy. Fitted to twelve layers on an H100 (turns of volumes, mirrors of 5×5, p4 and p4m, 32 to 128 channels).</summary>
    private const double Written = 20, Summed = 25, Part = 41;

    /// <summary>How much less the stages must be than the convolution by all copies, which does better with little to do.</summary>
    private const double Margin = 0.85;

    /// <summary>By sums over the taps of each parameter where there is one kernel, by group transforms for copies that have one, in one
    /// kernel or in stages, else by tiles where there are tuned kernels for all three passes, else by the plain bodies.</summary>
    public static SymmetricConvPath ChoosePath(GpuDevice device, in SymmetricConvArgs args, DType dtype)
    {
        var g = args.Geometry;
        if (!device.UsesTunedKernels || dtype != DType.Float32 || g.GroupOut * args.Copies < GpuConvForward.FewestRows)
            return SymmetricConvPath.Plain;
        if (device.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return device.ForcedPath;
        if (device.ForcedPath != SymmetricConvPath.Staged && (GpuRingConv.Takes(device, args) || GpuOrientedConv.Takes(device, args)))
            return SymmetricConvPath.Factorised;
        return g.GroupOut >= GpuConvForward.FewestRows && StagedSymmetricConv.Has(args)
            && (device.ForcedPath == SymmetricConvPath.Staged || StagedWork(args) < Margin * DenseWork(args))
            ? SymmetricConvPath.Staged : SymmetricConvPath.Dense;
    }

    /// <summary>Work at a point of the result, in products. A tile has its rows, whether there are as many outputs or not.</summary>
    private static double StagedWork(in SymmetricConvArgs args)
    {
        var (g, transform) = (args.Geometry, GroupTransforms.At(args.Transform));
        var rows = (double)g.Groups * Tile.Count(g.GroupOut) * Tile.Size;
        return (transform.Products * rows * g.GroupIn)
            + (g.InChannels * ((Written * transform.Products) + (Summed * transform.InputTerms)))
            + (g.OutChannels * ((Written * transform.Accumulators) + (Part * transform.OutputTerms)));
    }

    private static double DenseWork(in SymmetricConvArgs args)
    {
        var g = args.Geometry;
        return args.Copies * g.OutChannels * (g.Products + (args.Reduction == OrientationReduction.Max ? Written : 0));
    }
}
