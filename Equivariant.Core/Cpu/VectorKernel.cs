namespace Equivariant.Cpu;

/// <summary>The frame of most tuned kernels, in single precision: threads share the items, and each piece is done with vectors
/// of the device's width.</summary>
internal abstract class VectorKernel<TKernel, TArgs> : ITuned<TKernel, TArgs>
    where TKernel : struct, IKernel<TArgs>
    where TArgs : unmanaged
{
    public bool TryRun(CpuDevice device, int count, in TArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var (items, smallest) = Share(count, args);
        if (items == 0)
            return false;
        VectorWidth.For(device, items, smallest, new Pieces(this, args, new(device.Pool, operands)));
        return true;
    }

    /// <summary>The items that threads share, none to leave them to the plain body, and the fewest worth a thread.</summary>
    protected abstract (int Items, int Smallest) Share(int count, in TArgs args);

    /// <summary>Does the items from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    protected abstract void Run<TVector>(int start, int end, in TArgs args, in CpuOperands b)
        where TVector : struct, IVector<TVector>;

    private readonly struct Pieces(VectorKernel<TKernel, TArgs> kernel, in TArgs args, CpuOperands operands) : IVectorRange
    {
        private readonly TArgs args = args;

        void IVectorRange.Run<TVector>(int start, int end) => kernel.Run<TVector>(start, end, args, operands);
    }
}

/// <summary>Where the <see cref="Operands"/> of a launch lie, null for those left out.</summary>
internal readonly unsafe struct CpuOperands(CpuMemoryPool pool, in Operands operands)
{
    public readonly float* Y = CpuDevice.Pointer<float>(operands.Y), Y2 = CpuDevice.Pointer<float>(operands.Y2);
    public readonly float* A = CpuDevice.Pointer<float>(operands.A), B = CpuDevice.Pointer<float>(operands.B);
    public readonly float* C = CpuDevice.Pointer<float>(operands.C), D = CpuDevice.Pointer<float>(operands.D);
    public readonly float* E = CpuDevice.Pointer<float>(operands.E), F = CpuDevice.Pointer<float>(operands.F);
    public readonly int* I = CpuDevice.Pointer<int>(operands.I);

    /// <summary>Memory for scratch.</summary>
    public CpuMemoryPool Pool => pool;
}
