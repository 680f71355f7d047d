namespace Equivariant.Cpu;

/// <summary>The logarithm of softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedLogSoftmax : ITuned<SoftmaxOp.LogForward, RowArgs>
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
                var largest = RowVectors.Largest<TVector>(x, width, count);
                TVector sum = default;
                for (nint k = 0; k < count; k++)
                    sum += VectorMath.Exp(TVector.Load(x + (k * width)) - largest);
                var logarithm = TVector.Log(sum);
                for (var k = 0; k < count; k++, x += width)
                    TVector.Store(TVector.Load(x) - largest - logarithm, x);
            }
        }
    }
}

/// <summary>Its gradient: dy in A, y in B.</summary>
internal sealed unsafe class TunedLogSoftmaxGradient : ITuned<SoftmaxOp.LogBackward, RowArgs>
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
                    sum += TVector.Load(dy + (k * width));
                for (var k = 0; k < count; k++, dy += width, y += width)
                    TVector.Store(TVector.Load(dy) - (VectorMath.Exp(TVector.Load(y)) * sum), dy);
            }
        }
    }
}
