using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu;

/// <summary>A block of a GPU's memory.</summary>
internal sealed class GpuStorage(GpuDevice device, GpuMemoryPool pool, long bytes) : Storage(device, bytes)
{
    // Null while the pool refuses: the finalizer runs even where the constructor threw.
    private readonly MemoryBuffer? block = pool.Take(bytes);

    /// <summary>The bytes that belong to the tensors, without the rounding of the pool.</summary>
    public ArrayView<byte> View => block!.AsRawArrayView(0, Bytes);

    protected override void Free()
    {
        if (block is not null)
            pool.Give(block);
    }
}
