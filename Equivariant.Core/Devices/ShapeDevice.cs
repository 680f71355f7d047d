namespace Equivariant;

/// <summary>
/// A device that holds and computes nothing: a network run on its tensors tells the shapes it gives, for any input size, at no
/// cost. Its tensors mix with those of every other device.
/// </summary>
public sealed class ShapeDevice : ComputeDevice
{
    private readonly Lock gate = new();
    private long live, peak;

    /// <summary>The only one needed.</summary>
    public static ShapeDevice Instance { get; } = new();

    /// <inheritdoc/>
    public override string Id => "shape";

    /// <inheritdoc/>
    public override string Name => "shapes only, no memory";

    /// <inheritdoc/>
    /// <remarks>What the tensors would hold elsewhere.</remarks>
    public override MemoryCounters Memory
    {
        get
        {
            lock (gate)
                return new(live, 0, peak, 0);
        }
    }

    /// <inheritdoc/>
    public override void ResetPeak()
    {
        lock (gate)
            peak = live;
    }

    internal override void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
    {
    }

    internal override Storage Allocate(long bytes)
    {
        Count(bytes);
        return new NoStorage(this, bytes);
    }

    internal override Storage Slice(Storage whole, long start, long bytes) => new NoStorage(this, bytes, whole);

    internal override void Write(Storage target, ReadOnlySpan<byte> source)
    {
    }

    internal override void Read(Storage source, Span<byte> target) => target.Clear();

    private void Count(long bytes)
    {
        lock (gate)
        {
            live += bytes;
            peak = Math.Max(peak, live);
        }
    }

    private sealed class NoStorage(Device device, long bytes, Storage? whole = null) : Storage(device, bytes, whole)
    {
        protected override void Free() => ((ShapeDevice)Device).Count(-Bytes);
    }
}
