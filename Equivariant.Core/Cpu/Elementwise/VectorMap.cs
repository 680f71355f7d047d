namespace Equivariant.Cpu;

/// <summary>A function of the elements of up to three operands at the same place, on vectors of them.</summary>
internal interface IVectorFunction
{
    TVector Apply<TVector>(TVector a, TVector b, TVector c) where TVector : struct, IVector<TVector>;
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
        VectorWidth.For(device, count, SmallestShare / work, new Elements<TFunction>(operands, function));
        return true;
    }

    private readonly struct Elements<TFunction>(in Operands operands, TFunction function) : IVectorRange
        where TFunction : struct, IVectorFunction
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* a = CpuDevice.Pointer<float>(operands.A);
        private readonly float* b = CpuDevice.Pointer<float>(operands.B ?? operands.A);
        private readonly float* c = CpuDevice.Pointer<float>(operands.C ?? operands.A);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            float* y = this.y, a = this.a, b = this.b, c = this.c;
            var f = function;
            var i = start;
            for (; i <= end - TVector.Count; i += TVector.Count)
                TVector.Store(f.Apply(TVector.Load(a + i), TVector.Load(b + i), TVector.Load(c + i)), y + i);
            if (i < end)
                TVector.Store(f.Apply(TVector.Load(a + i), TVector.Load(b + i), TVector.Load(c + i)), y + i, end - i);
        }
    }
}
