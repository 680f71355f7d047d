namespace Equivariant.Gpu;

/// <summary>Bytes of a GPU's memory.</summary>
internal abstract class GpuStorage(Device device, long bytes) : Storage(device, bytes)
{
    /// <summary>The bytes that belong to the tensors, without the rounding of the pool.</summary>
    public abstract ArrayView<byte> View { get; }
}

/// <summary>A block of what <paramref name="take"/> hands out, given back by <paramref name="give"/>.</summary>
internal sealed class GpuBlock(GpuDevice device, long bytes, Func<long, MemoryBuffer> take, Action<MemoryBuffer> give)
    : GpuStorage(device, bytes)
{
    // Null while there is none: the finalizer runs even where the constructor threw.
    private readonly MemoryBuffer? block = take(bytes);

    public override ArrayView<byte> View => block!.AsRawArrayView(0, Bytes);

    protected override void Free()
    {
        if (block is not null)
            give(block);
    }
}

/// <summary>A slice of a block.</summary>
internal sealed class GpuSlice(GpuStorage whole, long start, long bytes) : GpuStorage(whole.Device, bytes)
{
    private readonly GpuStorage whole = (GpuStorage)Hold(whole);

    public override ArrayView<byte> View => whole.View.SubView(start, Bytes);

    protected override void Free() => LetGo(whole);
}
