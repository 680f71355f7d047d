using System.Numerics;
using Equivariant.Kernels;

namespace Equivariant.Cpu.Convolution;

/// <summary>Norm, residual and relu in one pass over the planes of a result.</summary>
internal sealed unsafe class TunedConvEnding : ITuned<ConvEndingOp.Kernel, ConvEndingOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ConvEndingOp.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Planes(args, operands);
        device.Team.For(count / args.Inner, 1 + (VectorMap.SmallestShare / args.Inner), ref range);
        return true;
    }

    private readonly struct Planes(in ConvEndingOp.Args args, in Operands operands) : IRange
    {
        private readonly ConvEndingOp.Args args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* scale = CpuDevice.Pointer<float>(operands.A);
        private readonly float* shift = CpuDevice.Pointer<float>(operands.B);
        private readonly float* residual = CpuDevice.Pointer<float>(operands.C);

        public void Run(int start, int end)
        {
            for (var plane = start; plane < end; plane++)
            {
                var channel = plane % args.Channels;
                var first = (nint)plane * args.Inner;
                Plane(y + first, scale[channel], shift[channel], args.HasResidual != 0 ? residual + first : null);
            }
        }

        private void Plane(float* y, float scale, float shift, float* residual)
        {
            var (scales, shifts) = (new Vector<float>(scale), new Vector<float>(shift));
            for (var i = 0; i < args.Inner; i += Vector<float>.Count)
            {
                var value = Vector.FusedMultiplyAdd(Vector.Load(y + i), scales, shifts);
                if (residual != null)
                    value += Vector.Load(residual + i);
                if (args.Relu != 0)
                    value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
                Lanes.Store(value, y + i, args.Inner - i);
            }
        }
    }
}
