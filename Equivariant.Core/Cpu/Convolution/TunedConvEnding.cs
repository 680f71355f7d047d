namespace Equivariant.Cpu;

/// <summary>Norm, residual and relu in one pass over the planes of a result whose convolution did not finish it.</summary>
internal sealed unsafe class TunedConvEnding : ITuned<ConvEndingOp.Kernel, ConvEndingOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ConvEndingOp.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var finish = new PlaneFinish(
            CpuDevice.Pointer<float>(operands.A), CpuDevice.Pointer<float>(operands.B),
            args.HasResidual != 0 ? CpuDevice.Pointer<float>(operands.C) : null, args.Relu != 0);
        var planes = new FinishedPlanes(finish, CpuDevice.Pointer<float>(operands.Y), args.Channels, args.Inner);
        device.Team.For(count / args.Inner, 1 + (VectorMap.SmallestShare / args.Inner), ref planes);
        return true;
    }
}
