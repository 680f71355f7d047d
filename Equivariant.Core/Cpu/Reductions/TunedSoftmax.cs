namespace Equivariant.Cpu;

/// <summary>Softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedSoftmax : ITuned<SoftmaxOp.Forward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function());

    private readonly struct Function : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* x, float* b, int width, int count, int row, int rows)
        {
            var sum = RowVectors.Exponentials(x, width, count, RowVectors.Largest<TVector>(x, width, count));
            for (var k = 0; k < count; k++, x += width)
                TVector.Store(TVector.Load(x) / sum, x);
        }
    }
}

/// <summary>Its gradient: dy in A, y in B.</summary>
internal sealed unsafe class TunedSoftmaxGradient : ITuned<SoftmaxOp.Backward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function());

    private readonly struct Function : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* dy, float* y, int width, int count, int row, int rows)
        {
            TVector sum = default;
            for (nint k = 0; k < count; k++)
                sum += TVector.Load(dy + (k * width)) * TVector.Load(y + (k * width));
            for (var k = 0; k < count; k++, dy += width, y += width)
                TVector.Store(TVector.Load(y) * (TVector.Load(dy) - sum), dy);
        }
    }
}

/// <summary>The logarithm of softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedLogSoftmax : ITuned<SoftmaxOp.LogForward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function());

    private readonly struct Function : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* x, float* b, int width, int count, int row, int rows)
        {
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

/// <summary>Its gradient: dy in A, y in B.</summary>
internal sealed unsafe class TunedLogSoftmaxGradient : ITuned<SoftmaxOp.LogBackward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function());

    private readonly struct Function : IRowFunction
    {
        void IRowFunction.Apply<TVector>(float* dy, float* y, int width, int count, int row, int rows)
        {
            TVector sum = default;
            for (nint k = 0; k < count; k++)
                sum += TVector.Load(dy + (k * width));
            for (var k = 0; k < count; k++, dy += width, y += width)
                TVector.Store(TVector.Load(dy) - (VectorMath.Exp(TVector.Load(y)) * sum), dy);
        }
    }
}
