namespace Equivariant.Cpu;

/// <summary>The logarithm of softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedLogSoftmax : ITuned<SoftmaxOp.LogForward, RowArgs>
{
    public bool TryRun(CpuDevice device, int count, in RowArgs args, in Operands operands) =>
        RowTiles.TryRun(device, count, args, operands, new Function(args.Count));

    private readonly struct Function(int count) : IRowFunction
    {
        public void Apply(float* a, float* b, int width, int first, int rows)
        {
            for (var lane = 0; lane < rows; lane += Vector<float>.Count)
            {
                var x = a + lane;
                var largest = RowVectors.Largest(x, width, count);
                var sum = Vector<float>.Zero;
                for (nint k = 0; k < count; k++)
                    sum += VectorMath.Exp(Vector.Load(x + (k * width)) - largest);
                var logarithm = Vector.Log(sum);
                for (var k = 0; k < count; k++, x += width)
                    (Vector.Load(x) - largest - logarithm).Store(x);
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
        public void Apply(float* a, float* b, int width, int first, int rows)
        {
            for (var lane = 0; lane < rows; lane += Vector<float>.Count)
            {
                float* dy = a + lane, y = b + lane;
                var sum = Vector<float>.Zero;
                for (nint k = 0; k < count; k++)
                    sum += Vector.Load(dy + (k * width));
                for (var k = 0; k < count; k++, dy += width, y += width)
                    (Vector.Load(dy) - (VectorMath.Exp(Vector.Load(y)) * sum)).Store(dy);
            }
        }
    }
}
