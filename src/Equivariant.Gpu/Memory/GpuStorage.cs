using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu;

/// <summary>A block of a GPU's memory, or a stretch of one.</summary>
internal sealed class GpuStorage : Storage
{
    private readonly GpuMemoryPool? pool;

    // Null while the pool refuses: the finalizer runs even where the constructor threw.
    private readonly MemoryBuffer? block;
    private readonly long start;

    public GpuStorage(GpuDevice device, GpuMemoryPool pool, long bytes)
        : base(device, bytes) => (this.pool, block) = (pool, pool.Take(bytes));

    public GpuStorage(GpuStorage whole, long start, long bytes)
        : base(whole, bytes) => (block, this.start) = (whole.block, start);

    /// <summary>The bytes that belong to the tensors, without the rounding of the pool.</summary>
    public ArrayView<byte> View => block!.AsRawArrayView(start, Bytes);

    protected override void Free()
    {
        if (block is not null)
            pool!.Give(block);
    }
}
