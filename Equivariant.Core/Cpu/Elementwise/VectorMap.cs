namespace Equivariant.Cpu;

/// <summary>A function of the elements of up to three operands at the same place, on vectors of them.</summary>
internal interface IVectorFunction
{
    Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c);
}

/// <summary>Applies a function to the elements of A, B and C, all cores.</summary>
internal static unsafe class VectorMap
{
    /// <summary>Elements of a cheap function that are worth a thread.</summary>
    public const int SmallestShare = 16_384;

    /// <summary>Y = f(A, B, C), with A in place of operands left out; false for other types than single precision.</summary>
    /// <param name="device">The device.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="operands">Y may be one of A, B and C.</param>
    /// <param name="function">The function, with its constants.</param>
    /// <param name="work">Rough number of operations per element.</param>
    public static bool TryRun<TFunction>(
        CpuDevice device, int count, in Operands operands, TFunction function = default, int work = 1)
        where TFunction : struct, IVectorFunction
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Elements<TFunction>(operands, function);
        device.Team.For(count, SmallestShare / work, ref range);
        return true;
    }

    private readonly struct Elements<TFunction>(in Operands operands, TFunction function) : IRange
        where TFunction : struct, IVectorFunction
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* a = CpuDevice.Pointer<float>(operands.A);
        private readonly float* b = CpuDevice.Pointer<float>(operands.B ?? operands.A);
        private readonly float* c = CpuDevice.Pointer<float>(operands.C ?? operands.A);

        public void Run(int start, int end)
        {
            float* y = this.y, a = this.a, b = this.b, c = this.c;
            var f = function;
            for (var i = start; i < end; i += Vector<float>.Count)
                Lanes.Store(f.Apply(Vector.Load(a + i), Vector.Load(b + i), Vector.Load(c + i)), y + i, end - i);
        }
    }
}
