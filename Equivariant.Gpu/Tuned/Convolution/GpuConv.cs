namespace Equivariant.Gpu;

internal sealed class GpuConvForward : IGpuTuned<ConvOp.Forward, ConvArgs>
{
    /// <summary>Channels of a group's result below which most of a tile would be empty, as in depthwise convolutions.</summary>
    internal const int FewestRows = 8;

    public bool TryRun(GpuDevice device, int count, in ConvArgs args, in Operands operands)
    {
        var g = args.Geometry;
        if (operands.Y.DType != DType.Float32 || g.GroupOut < FewestRows)
            return false;
        var gemm = new ImplicitGemmArgs(OutputGrid.Forward(g), g)
        {
            Channels = g.GroupIn, Rows = g.GroupOut, HasBias = args.HasBias,
            WeightGroup = g.GroupOut * g.Products, WeightRow = g.Products, WeightChannel = g.Kernel.Count,
        };
        if (!ImplicitGemmTiles.Fits(device, gemm))
            return false;
        ImplicitGemmTiles.Run(device, gemm, operands.A!, operands.B!, operands.C, operands.Y);
        EpilogueOp.Launch(args.Epilogue, operands);
        return true;
    }
}

/// <summary>The convolution's data gradient: a product by tiles for each phase of the stride.</summary>
internal sealed class GpuConvDataGradient : IGpuTuned<ConvOp.DataGradient, ConvGeometry>
{
    public bool TryRun(GpuDevice device, int count, in ConvGeometry g, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32 || g.GroupIn < GpuConvForward.FewestRows)
            return false;
        for (var phase = 0; phase < OutputGrid.GradientPhases(g); phase++)
        {
            var gemm = new ImplicitGemmArgs(OutputGrid.Gradient(g, phase), g)
            {
                Channels = g.GroupOut, Rows = g.GroupIn,
                WeightGroup = g.GroupOut * g.Products, WeightRow = g.Kernel.Count, WeightChannel = g.Products,
            };
            if (!ImplicitGemmTiles.Fits(device, gemm))
                return false;
            if (gemm.PixelsPerImage > 0)
                ImplicitGemmTiles.Run(device, gemm, operands.A!, operands.B!, null, operands.Y);
        }
        return true;
    }
}
