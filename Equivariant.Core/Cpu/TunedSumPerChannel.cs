namespace Equivariant.Cpu;

/// <summary>The gradient of a bias on the CPU. Vectors sum up to a plane of an image,
/// planes add up in double precision.</summary>
internal sealed unsafe class TunedSumPerChannel : ITuned<SumPerChannelOp.Kernel, PerChannelArgs>
{
    private const int SmallestShare = 16_384;

    public bool TryRun(CpuDevice device, int count, in PerChannelArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var (x, sums) = (operands.A, operands.Y);
        VectorWidth.Run(device.VectorBits, new Launch(device, args, CpuDevice.Pointer<float>(x), CpuDevice.Pointer<float>(sums)));
        return true;
    }

    private readonly struct Launch(CpuDevice device, PerChannelArgs args, float* x, float* sums) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            if (args.Cells < 2 * TVector.Count && args.Batch > 1)
            {
                var columns = new Columns(args, x, sums);
                device.Team.For(args.Channels, SmallestShare / (args.Batch * args.Cells), ref columns);
                return;
            }
            var planes = new Planes<TVector>(args, x, sums);
            device.Team.For(args.Channels, SmallestShare / Math.Max(1, args.Batch * args.Cells), ref planes);
        }
    }

    /// <summary>Channels of large planes, each summed along its planes.</summary>
    private readonly struct Planes<TVector>(PerChannelArgs args, float* x, float* sums) : IRange
        where TVector : struct, IVector<TVector>
    {
        public void Run(int start, int end)
        {
            for (var channel = start; channel < end; channel++)
            {
                var sum = 0.0;
                for (var image = 0; image < args.Batch; image++)
                    sum += Plane(x + (((nint)image * args.Channels) + channel) * args.Cells);
                sums[channel] = (float)sum;
            }
        }

        private float Plane(float* cells)
        {
            // Four sums in flight hide the latency of an addition.
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            var cell = 0;
            for (; cell <= args.Cells - (4 * TVector.Count); cell += 4 * TVector.Count)
            {
                s0 = TVector.Add(s0, TVector.Load(cells + cell));
                s1 = TVector.Add(s1, TVector.Load(cells + cell + TVector.Count));
                s2 = TVector.Add(s2, TVector.Load(cells + cell + (2 * TVector.Count)));
                s3 = TVector.Add(s3, TVector.Load(cells + cell + (3 * TVector.Count)));
            }
            for (; cell <= args.Cells - TVector.Count; cell += TVector.Count)
                s0 = TVector.Add(s0, TVector.Load(cells + cell));
            var sum = TVector.Sum(TVector.Add(TVector.Add(s0, s1), TVector.Add(s2, s3)));
            for (; cell < args.Cells; cell++)
                sum += cells[cell];
            return sum;
        }
    }

    /// <summary>Channels of few cells, such as the outputs of a linear layer: neighbours are summed side by side,
    /// image by image.</summary>
    private readonly struct Columns(PerChannelArgs args, float* x, float* sums) : IRange
    {
        private const int AtOnce = 64;

        public void Run(int start, int end)
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
}
