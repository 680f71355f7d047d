using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>Symmetric convolutions that <see cref="GpuSymmetricConvPlan"/> found a factorised way for.</summary>
internal sealed class GpuSymmetricConvForward : IGpuTuned<SymmetricConvOp.Forward, SymmetricConvArgs>
{
    public static IEnumerable<MethodInfo> Kernels => [.. GpuRingConv.Kernels, .. GpuOrientedConv.Kernels];

    public bool TryRun(GpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (args.Path != SymmetricConvPath.Factorised)
            return false;
        if (args.Copies > 1)
            GpuOrientedConv.Forward(device, args, operands);
        else
            GpuRingConv.Forward(device, args, operands);
        EpilogueOp.Launch(args.Epilogue, operands);
        return true;
    }
}

/// <summary>Their data gradients.</summary>
internal sealed class GpuSymmetricConvDataGradient : IGpuTuned<SymmetricConvOp.DataGradient, SymmetricConvArgs>
{
    public static IEnumerable<MethodInfo> Kernels => [.. GpuRingConv.Kernels, .. GpuOrientedConv.Kernels];

    public bool TryRun(GpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (args.Path != SymmetricConvPath.Factorised)
            return false;
        if (args.Copies > 1)
            GpuOrientedConv.DataGradient(device, args, operands);
        else
            GpuRingConv.DataGradient(device, args, operands);
        return true;
    }
}

/// <summary>Their parameters' gradients.</summary>
internal sealed class GpuSymmetricConvThetaGradient : IGpuTuned<SymmetricConvOp.ThetaGradient, SymmetricConvArgs>
{
    public static IEnumerable<MethodInfo> Kernels => [.. GpuRingConv.Kernels, .. GpuOrientedConv.Kernels];

    public bool TryRun(GpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (args.Path != SymmetricConvPath.Factorised)
            return false;
        if (args.Copies > 1)
            GpuOrientedConv.ThetaGradient(device, args, operands);
        else
            GpuRingConv.ThetaGradient(device, args, operands);
        return true;
    }
}
