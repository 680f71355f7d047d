namespace Equivariant.Cpu;

/// <summary>Kernel expansion kernel by kernel, without a division for each tap.</summary>
internal sealed unsafe class TunedExpandKernel : ITuned<ExpandKernelOp.Forward, ExpandKernelOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ExpandKernelOp.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Kernels(args, operands);
        device.Team.For(count / args.Taps, 16_384 / args.Taps, ref range);
        return true;
    }

    private readonly struct Kernels(in ExpandKernelOp.Args args, in Operands operands) : IRange
    {
        private readonly ExpandKernelOp.Args args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* theta = CpuDevice.Pointer<float>(operands.A);
        private readonly int* table = CpuDevice.Pointer<int>(operands.I);

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                var (channel, input) = Math.DivRem(row, args.Inputs);
                var (output, copy) = Math.DivRem(channel, args.Copies);
                var parameters = theta + ((((nint)output * args.Inputs) + input) * args.Parameters);
                var places = table + (copy * args.Taps);
                var kernel = y + ((nint)row * args.Taps);
                for (var tap = 0; tap < args.Taps; tap++)
                    kernel[tap] = places[tap] < 0 ? 0 : parameters[places[tap]];
            }
        }
    }
}

/// <summary>Its gradient, the sums in the order of the body.</summary>
internal sealed unsafe class TunedExpandKernelGradient : ITuned<ExpandKernelOp.Backward, ExpandKernelOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in ExpandKernelOp.Args args, in Operands operands)
    {
        // Several copies lie apart in the gradient; the body finds them.
        if (operands.Y.DType != DType.Float32 || args.Copies > 1)
            return false;
        var range = new Kernels(args, operands);
        device.Team.For(count / args.Parameters, 16_384 / args.Taps, ref range);
        return true;
    }

    private readonly struct Kernels(in ExpandKernelOp.Args args, in Operands operands) : IRange
    {
        private readonly ExpandKernelOp.Args args = args;
        private readonly float* dtheta = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly int* positions = CpuDevice.Pointer<int>(operands.I);
        private readonly int* offsets = CpuDevice.Pointer<int>(operands.J);

        public void Run(int start, int end)
        {
            for (var row = start; row < end; row++)
            {
                var kernel = dy + ((nint)row * args.Taps);
                for (var parameter = 0; parameter < args.Parameters; parameter++)
                {
                    var sum = 0f;
                    for (var k = offsets[parameter]; k < offsets[parameter + 1]; k++)
                        sum += kernel[positions[k]];
                    dtheta[((nint)row * args.Parameters) + parameter] = sum;
                }
            }
        }
    }
}
