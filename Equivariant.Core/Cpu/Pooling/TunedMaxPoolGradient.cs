namespace Equivariant.Cpu;

/// <summary>
/// The gradient of max pooling: each thread owns whole images, so that it may add to the winners in the order of the outputs,
/// which is the order in which the plain body gathers.
/// </summary>
internal sealed unsafe class TunedMaxPoolGradient : ITuned<MaxPoolOp.Backward, PoolWindows>
{
    public bool TryRun(CpuDevice device, int count, in PoolWindows args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Images(args, operands);
        device.Team.For(count / args.InputSize, PoolTable.Share(args), ref range);
        return true;
    }

    private readonly struct Images(in PoolWindows args, in Operands operands) : IRange
    {
        private readonly int inputSize = args.InputSize, outputSize = args.OutputSize;
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.A);
        private readonly int* winners = CpuDevice.Pointer<int>(operands.I);

        public void Run(int start, int end)
        {
            for (var image = start; image < end; image++)
            {
                var target = dx + ((long)image * inputSize);
                new Span<float>(target, inputSize).Clear();
                for (var output = image * outputSize; output < (image + 1) * outputSize; output++)
                    target[winners[output]] += dy[output];
            }
        }
    }
}
