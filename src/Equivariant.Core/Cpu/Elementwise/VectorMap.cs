using System.Numerics;
using Equivariant.Kernels;

namespace Equivariant.Cpu;

/// <summary>A function of two elements, or of the first alone, on vectors of them.</summary>
internal interface IVectorFunction
{
    static abstract Vector<float> Apply(Vector<float> a, Vector<float> b);
}

/// <summary>Applies a function to the elements of A and B, all cores.</summary>
internal static unsafe class VectorMap
{
    private const int SmallestShare = 16_384;

    /// <summary>Y = f(A, B), or f(A, A) without a B; false for other types than single precision.</summary>
    public static bool TryRun<TFunction>(CpuDevice device, int count, in Operands operands)
        where TFunction : struct, IVectorFunction
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Elements<TFunction>(operands);
        device.Team.For(count, SmallestShare, ref range);
        return true;
    }

    private readonly struct Elements<TFunction>(in Operands operands) : IRange where TFunction : struct, IVectorFunction
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* a = CpuDevice.Pointer<float>(operands.A);
        private readonly float* b = CpuDevice.Pointer<float>(operands.B ?? operands.A);

        public void Run(int start, int end)
        {
            float* y = this.y, a = this.a, b = this.b;
            var width = Vector<float>.Count;
            var i = start;
            for (; i <= end - width; i += width)
                TFunction.Apply(Vector.Load(a + i), Vector.Load(b + i)).Store(y + i);
            for (; i < end; i++)
                y[i] = TFunction.Apply(new Vector<float>(a[i]), new Vector<float>(b[i]))[0];
        }
    }
}
