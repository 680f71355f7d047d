namespace Equivariant.Cpu;

/// <summary>The gradient of the negative log-likelihood: zeros, in which the labels are set one by one.</summary>
internal sealed unsafe class TunedNllLossGradient : VectorKernel<NllLossOp.Backward, LabelLoss.Args>
{
    protected override (int Items, int Smallest) Share(int count, in LabelLoss.Args args) =>
        (count / args.Row.Inner, 1 + (VectorMap.SmallestShare / Math.Max(1, args.Row.Inner * args.Row.Count)));

    protected override void Run<TVector>(int start, int end, in LabelLoss.Args args, in CpuOperands b)
    {
        float* dy = b.C, weights = b.D;
        var labels = b.I;
        var row = args.Row;
        for (nint image = start; image < end; image++)
        {
            var target = b.Y + (image * row.Count * row.Inner);
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
