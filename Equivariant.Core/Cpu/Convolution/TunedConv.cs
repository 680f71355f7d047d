namespace Equivariant.Cpu;

/// <summary>The convolution's forward pass on the CPU.</summary>
internal sealed unsafe class TunedConvForward : ITuned<ConvOp.Forward, ConvArgs>
{
    public bool TryRun(CpuDevice device, int count, in ConvArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var g = args.Geometry;
        new ImplicitGemm
        {
            Device = device, Grid = OutputGrid.Forward(g), Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupIn,
            OutChannels = g.GroupOut,
            Source = CpuDevice.Pointer<float>(operands.A), Weight = CpuDevice.Pointer<float>(operands.B),
            Bias = args.HasBias != 0 ? CpuDevice.Pointer<float>(operands.C) : null, Target = CpuDevice.Pointer<float>(operands.Y),
            WeightOutStride = g.Products, WeightInStride = g.Kernel.Count, WeightGroupStride = g.GroupOut * g.Products,
            Epilogue = new(args.Epilogue, operands),
        }.Run();
        return true;
    }
}

/// <summary>The convolution's data gradient on the CPU.</summary>
internal sealed unsafe class TunedConvDataGradient : ITuned<ConvOp.DataGradient, ConvGeometry>
{
    public bool TryRun(CpuDevice device, int count, in ConvGeometry g, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        for (var phase = 0; phase < OutputGrid.GradientPhases(g); phase++)
        {
            var grid = OutputGrid.Gradient(g, phase);
            if (grid.PixelsPerImage == 0)
                continue;
            new ImplicitGemm
            {
                Device = device, Grid = grid, Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupOut,
                OutChannels = g.GroupIn,
                Source = CpuDevice.Pointer<float>(operands.A), Weight = CpuDevice.Pointer<float>(operands.B),
                Target = CpuDevice.Pointer<float>(operands.Y),
                WeightOutStride = g.Kernel.Count, WeightInStride = g.Products, WeightGroupStride = g.GroupOut * g.Products,
            }.Run();
        }
        return true;
    }
}

/// <summary>The convolution's weight gradient on the CPU.</summary>
internal sealed unsafe class TunedConvWeightGradient : ITuned<ConvOp.WeightGradient, ConvGeometry>
{
    public bool TryRun(CpuDevice device, int count, in ConvGeometry g, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        new WeightGradientGemm
        {
            Device = device, Geometry = g, OutputGradient = CpuDevice.Pointer<float>(operands.A),
            Source = CpuDevice.Pointer<float>(operands.B), Target = CpuDevice.Pointer<float>(operands.Y),
        }.Run();
        return true;
    }
}
