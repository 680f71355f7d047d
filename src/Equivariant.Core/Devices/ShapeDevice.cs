namespace Equivariant;

/// <summary>
/// A device that holds and computes nothing: a network run on its tensors tells the shapes it gives, for any input size, at no
/// cost. Its tensors mix with those of every other device.
/// </summary>
public sealed class ShapeDevice : Device
{
    /// <summary>The only one needed.</summary>
    public static ShapeDevice Instance { get; } = new();

    /// <inheritdoc/>
    public override string Id => "shape";

    /// <inheritdoc/>
    public override string Name => "shapes only, no memory";

    /// <inheritdoc/>
    public override MemoryCounters Memory => default;

    /// <inheritdoc/>
    public override void ResetPeak()
    {
    }

    /// <inheritdoc/>
    public override void TrimPool()
    {
    }

    /// <inheritdoc/>
    public override void Launch<TKernel, TArgs>(int count, in TArgs args, in Kernels.Operands operands, int workPerItem = 1)
    {
    }

    /// <inheritdoc/>
    protected internal override Storage Allocate(long bytes) => new NoStorage(this);

    /// <inheritdoc/>
    protected internal override void Write(Storage target, ReadOnlySpan<byte> source)
    {
    }

    /// <inheritdoc/>
    protected internal override void Read(Storage source, Span<byte> target) => target.Clear();

    private sealed class NoStorage(ShapeDevice device) : Storage(device, 0)
    {
        protected override void Free()
        {
        }
    }
}
