namespace Equivariant.Cpu;

/// <summary>The gradient of the negative log-likelihood: zeros, in which the labels are set one by one.</summary>
internal sealed unsafe class TunedNllLossGradient : ITuned<NllLossOp.Backward, LabelLoss.Args>
{
    public bool TryRun(CpuDevice device, int count, in LabelLoss.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var images = new Images(args.Row, operands);
        var size = args.Row.Inner * args.Row.Count;
        device.Team.For(count / args.Row.Inner, 1 + (VectorMap.SmallestShare / Math.Max(1, size)), ref images);
        return true;
    }

    private readonly struct Images(RowArgs row, in Operands operands) : IRange
    {
        private readonly float* dx = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* dy = CpuDevice.Pointer<float>(operands.C);
        private readonly float* weights = CpuDevice.Pointer<float>(operands.D);
        private readonly int* labels = CpuDevice.Pointer<int>(operands.I);

        public void Run(int start, int end)
        {
            for (nint image = start; image < end; image++)
            {
                var target = dx + (image * row.Count * row.Inner);
                new Span<float>(target, row.Count * row.Inner).Clear();
                for (var i = 0; i < row.Inner; i++)
                {
                    var element = (image * row.Inner) + i;
                    if ((uint)labels[element] < (uint)row.Count)
                        target[((nint)labels[element] * row.Inner) + i] = -weights[element] * dy[element];
                }
            }
        }
    }
}
