namespace Equivariant;

public static partial class Ops
{
    /// <summary>Sum of [N,C,…] over everything but C, written to <paramref name="sum"/>: the gradient of a bias.</summary>
    internal static Tensor SumPerChannel(Tensor sum, Tensor dy)
    {
        var args = new PerChannelArgs(dy.Shape[0], dy.Shape[1], dy.Shape.CountOf(2, dy.Shape.Rank));
        Launch<SumPerChannelOp.Kernel, PerChannelArgs>(sum.Count, args, new Operands { Y = sum, A = dy },
            4 * args.Batch * args.Cells);
        return sum;
    }
}

/// <summary>A tensor [N,C,…] as N·C planes of cells.</summary>
internal readonly record struct PerChannelArgs(int Batch, int Channels, int Cells);

internal static class SumPerChannelOp
{
    internal readonly struct Kernel : IKernel<PerChannelArgs>
    {
        static void IKernel<PerChannelArgs>.Run<T, TReal, TIndex>(int i, in PerChannelArgs args, in Buffers<TReal, TIndex> b)
        {
            var x = b.A;
            var sum = default(Compensated<T>);
            for (var n = 0; n < args.Batch; n++)
            {
                var start = ((n * args.Channels) + i) * args.Cells;
                for (var cell = 0; cell < args.Cells; cell++)
                    sum += x[start + cell];
            }
            var y = b.Y;
            y[i] = sum.Sum;
        }
    }
}
