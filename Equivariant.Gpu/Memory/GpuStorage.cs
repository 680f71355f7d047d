namespace Equivariant.Gpu;

/// <summary>Bytes of a GPU's memory: a block that goes back by <paramref name="give"/>, or a slice of one.</summary>
internal sealed class GpuStorage(
    Device device, MemoryBuffer block, long start, long bytes, Action<MemoryBuffer> give, Storage? whole = null)
    : Storage(device, bytes, whole)
{
    /// <summary>The bytes that belong to the tensors, without the rounding of the pool.</summary>
    public ArrayView<byte> View => block.AsRawArrayView(start, Bytes);

    public GpuStorage Slice(long from, long count) => new(Device, block, start + from, count, give, this);

    protected override void Free() => give(block);
}
