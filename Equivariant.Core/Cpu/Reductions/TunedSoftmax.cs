namespace Equivariant.Cpu;

/// <summary>Softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedSoftmax : ITuned<SoftmaxOp.Forward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function(args.Count));

    private readonly struct Function(int count) : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* a, float* b, int width, int first, int rows)
        {
            for (var lane = 0; lane < rows; lane += TVector.Count)
            {
                var x = a + lane;
                var sum = RowVectors.Exponentials(x, width, count, RowVectors.Largest<TVector>(x, width, count));
                for (var k = 0; k < count; k++, x += width)
                    TVector.Store(TVector.Load(x) / sum, x);
            }
        }
    }
}

/// <summary>Its gradient: dy in A, y in B.</summary>
internal sealed unsafe class TunedSoftmaxGradient : ITuned<SoftmaxOp.Backward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function(args.Count));

    private readonly struct Function(int count) : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* a, float* b, int width, int first, int rows)
        {
            for (var lane = 0; lane < rows; lane += TVector.Count)
            {
                float* dy = a + lane, y = b + lane;
                TVector sum = default;
                for (nint k = 0; k < count; k++)
                    sum += TVector.Load(dy + (k * width)) * TVector.Load(y + (k * width));
                for (var k = 0; k < count; k++, dy += width, y += width)
                    TVector.Store(TVector.Load(y) * (TVector.Load(dy) - sum), dy);
            }
        }
    }
}
