namespace Equivariant.Cpu;

/// <summary>The gradient of a bias. Vectors sum up to a plane of an image, planes add up in double precision.</summary>
internal sealed unsafe class TunedSumPerChannel : VectorKernel<SumPerChannelOp.Kernel, PerChannelArgs>
{
    /// <summary>Channels that are summed side by side.</summary>
    private const int AtOnce = 64;

    protected override (int Items, int Smallest) Share(int count, in PerChannelArgs args) =>
        (args.Channels, VectorMap.SmallestShare / Math.Max(1, args.Batch * args.Cells));

    protected override void Run<TVector>(int start, int end, in PerChannelArgs args, in CpuOperands b)
    {
        if (args.Cells < 2 * TVector.Count && args.Batch > 1)
        {
            Columns(start, end, args, b.A, b.Y);
            return;
        }
        for (var channel = start; channel < end; channel++)
        {
            var sum = 0.0;
            for (var image = 0; image < args.Batch; image++)
                sum += Plane<TVector>(b.A + (((nint)image * args.Channels) + channel) * args.Cells, args.Cells);
            b.Y[channel] = (float)sum;
        }
    }

    private static float Plane<TVector>(float* x, int count) where TVector : struct, IVector<TVector>
    {
        // Four sums in flight hide the latency of an addition.
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= count - (4 * TVector.Count); i += 4 * TVector.Count)
        {
            s0 += TVector.Load(x + i);
            s1 += TVector.Load(x + i + TVector.Count);
            s2 += TVector.Load(x + i + (2 * TVector.Count));
            s3 += TVector.Load(x + i + (3 * TVector.Count));
        }
        for (; i <= count - TVector.Count; i += TVector.Count)
            s0 += TVector.Load(x + i);
        var sum = TVector.Sum((s0 + s1) + (s2 + s3));
        for (; i < count; i++)
            sum += x[i];
        return sum;
    }

    /// <summary>Channels of few cells, such as the outputs of a linear layer: neighbours are summed side by side,
    /// image by image.</summary>
    private static void Columns(int start, int end, in PerChannelArgs args, float* x, float* sums)
    {
        var totals = stackalloc double[AtOnce];
        for (var first = start; first < end; first += AtOnce)
        {
            var channels = Math.Min(AtOnce, end - first);
            new Span<double>(totals, channels).Clear();
            for (var image = 0; image < args.Batch; image++)
            {
                var from = x + (((nint)image * args.Channels) + first) * args.Cells;
                for (var channel = 0; channel < channels; channel++)
                {
                    for (var cell = 0; cell < args.Cells; cell++)
                        totals[channel] += *from++;
                }
            }
            for (var channel = 0; channel < channels; channel++)
                sums[first + channel] = (float)totals[channel];
        }
    }
}
