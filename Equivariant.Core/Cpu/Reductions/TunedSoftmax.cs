namespace Equivariant.Cpu;

/// <summary>Softmax by vectors, along any axis.</summary>
internal sealed unsafe class TunedSoftmax : ITuned<SoftmaxOp.Forward, RowArgs>
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
                var sum = RowVectors.Exponentials(x, width, count, RowVectors.Largest(x, width, count));
                for (var k = 0; k < count; k++, x += width)
                    (Vector.Load(x) / sum).Store(x);
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
        public void Apply(float* a, float* b, int width, int first, int rows)
        {
            for (var lane = 0; lane < rows; lane += Vector<float>.Count)
            {
                float* dy = a + lane, y = b + lane;
                var sum = Vector<float>.Zero;
                for (nint k = 0; k < count; k++)
                    sum += Vector.Load(dy + (k * width)) * Vector.Load(y + (k * width));
                for (var k = 0; k < count; k++, dy += width, y += width)
                    (Vector.Load(y) * (Vector.Load(dy) - sum)).Store(dy);
            }
        }
    }
}
