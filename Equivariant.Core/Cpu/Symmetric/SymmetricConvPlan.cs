namespace Equivariant.Cpu;

/// <summary>Which way a symmetric convolution takes on the CPU: decided here alone, from the index map and the shape.</summary>
internal static class SymmetricConvPlan
{
    /// <summary>A product of the plain body, or a copy that it compares with the largest, takes about as long as this many products of
    /// the tuned convolution.</summary>
    private const double PlainProduct = 100;

    /// <summary>A tap of a transform's sum, or a number of a map that is written to be read again, in products of the tuned
    /// convolution: measured, with it group convolutions change their way at 16 channels or so, where both take as long.</summary>
    private const double SummedTap = 12;

    /// <summary>Launches of the dense way, in products of the tuned convolution: measured, it pays for one tiny image.</summary>
    private const double DenseOverhead = 500;

    /// <summary>The way of least counted work, unless the device forces one that it has.</summary>
    public static SymmetricConvPath ChoosePath(CpuDevice device, in SymmetricConvArgs args, DType dtype)
    {
        if (device.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return device.ForcedPath;
        if (device.ForcedPath == SymmetricConvPath.Staged && StagedSymmetricConv.Has(args))
            return SymmetricConvPath.Staged;
        if (!device.UsesTunedKernels || dtype != DType.Float32)
            return SymmetricConvPath.Plain;
        var factorised = args.Copies > 1 ? TransformedWork(args) : FactorisedWork(args);
        if (factorised < double.PositiveInfinity && device.ForcedPath == SymmetricConvPath.Factorised)
            return SymmetricConvPath.Factorised;
        var (dense, plain) = (DenseWork(args), PlainWork(args));
        return factorised <= Math.Min(dense, plain) ? SymmetricConvPath.Factorised
            : dense <= plain ? SymmetricConvPath.Dense : SymmetricConvPath.Plain;
    }

    /// <summary>
    /// One kernel whose taps share parameters: a sum over its taps for each input channel and point, then a product for each
    /// parameter. Infinite where there is no factorised way.
    /// </summary>
    private static double FactorisedWork(in SymmetricConvArgs args)
    {
        var g = args.Geometry;
        if (args.Parameters >= args.Taps || !IsIndexable(g.InChannels, args.Parameters, g.Output))
            return double.PositiveInfinity;
        var sums = (double)g.Batch * g.InChannels * g.Output.Count * args.Taps;
        return DenseOverhead + sums + (Products(args) * args.Parameters / args.Taps);
    }

    /// <summary>
    /// Several copies of a kernel: a transform of the taps for each input channel and point, the transform's products, and what
    /// makes the copies of the accumulators. Infinite where there is no transform.
    /// </summary>
    private static double TransformedWork(in SymmetricConvArgs args)
    {
        var g = args.Geometry;
        if (args.Transform < 0)
            return double.PositiveInfinity;
        var transform = GroupTransforms.At(args.Transform).For(args.Reduction);
        if (!IsIndexable(g.OutChannels, transform.Accumulators, g.Output))
            return double.PositiveInfinity;
        var points = (double)g.Batch * g.Output.Count;
        // A tile has at least four rows.
        var rows = (double)g.Groups * ((g.GroupOut + 3) / 4 * 4);
        return DenseOverhead + (SummedTap * points * g.InChannels * transform.DistinctInputTerms)
            + (points * rows * ((g.GroupIn * transform.Products) + transform.OutputTerms));
    }

    /// <summary>Whether the maps of sums that the gradients make of one image can be indexed.</summary>
    private static bool IsIndexable(int channels, int sums, Volume cells) =>
        (Int128)channels * sums * cells.Count <= ShapeTooLargeException.MostElements;

    private static double PlainWork(in SymmetricConvArgs args) => PlainProduct * Products(args) * args.Copies;

    private static double DenseWork(in SymmetricConvArgs args) => DenseOverhead
        + ((double)args.Geometry.Batch * args.Geometry.InChannels * args.Geometry.Output.Count * args.Taps)
        + (Products(args) * (args.Reduction.IsSum() ? 1 : args.Copies))
        + (args.Reduction == OrientationReduction.Max
            ? PlainProduct * args.Copies * args.Geometry.Batch * args.Geometry.OutChannels * args.Geometry.Output.Count : 0);

    /// <summary>Products of one copy.</summary>
    private static double Products(in SymmetricConvArgs args) =>
        (double)args.Geometry.Batch * args.Geometry.OutChannels * args.Geometry.Output.Count * args.Geometry.Products;
}
