namespace Equivariant;

/// <summary>Where tensors live: an identity and its memory. <see cref="ComputeDevice"/> adds the kernels.</summary>
public abstract class Device : IDisposable
{
    private static readonly Lazy<Device> Default = new(() => CreateCpu!());

    private protected Device()
    {
    }

    /// <summary>The managed CPU device that tensors are made on when none is named: all cores, tuned kernels on. The whole
    /// process shares it, so <see cref="Dispose()"/> leaves it as it is.</summary>
    public static Device Cpu => Default.Value;

    /// <summary>Makes <see cref="Cpu"/>; set by the code of that device, which nothing here knows.</summary>
    internal static Func<Device>? CreateCpu { get; set; }

    /// <summary>As the command line names it: <c>cpu</c>, <c>cuda:0</c>, …</summary>
    public abstract string Id { get; }

    /// <summary>What hardware it is, for people.</summary>
    public abstract string Name { get; }

    /// <summary>What the device holds now.</summary>
    public abstract MemoryCounters Memory { get; }

    /// <summary>Launches, copies and waits so far; all 0 on a device that computes in host memory.</summary>
    public virtual TrafficCounters Traffic => default;

    /// <summary>Starts a new measurement of <see cref="MemoryCounters.PeakLiveBytes"/>.</summary>
    public abstract void ResetPeak();

    /// <summary>Gives pooled memory back to the system.</summary>
    public virtual void TrimPool()
    {
    }

    /// <summary>Waits until all launched work is done.</summary>
    public virtual void Synchronize()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Default.IsValueCreated || Default.Value != this)
            Close();
    }

    /// <summary>What the device does in a way of its own where a kernel body is not enough, by its contract; null where it has
    /// nothing of the kind.</summary>
    internal virtual T? Find<T>() where T : class => null;

    /// <summary>Memory for <paramref name="bytes"/> bytes, its contents undefined.</summary>
    /// <exception cref="OutOfDeviceMemoryException">The device has no such block, even after its pool was emptied; it is as
    /// before.</exception>
    internal abstract Storage Allocate(long bytes);

    /// <summary>A block with host values in it, for one batch of many: a device copies it beside its work if it can.</summary>
    /// <exception cref="OutOfDeviceMemoryException">As of <see cref="Allocate"/>.</exception>
    internal virtual Storage Upload(ReadOnlySpan<byte> source)
    {
        var storage = Allocate(source.Length);
        Write(storage, source);
        return storage;
    }

    /// <summary>Bytes of a block as a block of its own; the whole stays as long as its slices do.</summary>
    internal abstract Storage Slice(Storage whole, long start, long bytes);

    /// <summary>Copies host memory into a block.</summary>
    internal abstract void Write(Storage target, ReadOnlySpan<byte> source);

    /// <summary>Copies the start of a block into host memory, after the work that fills it is done.</summary>
    internal abstract void Read(Storage source, Span<byte> target);

    /// <summary>The elements of a block that lies in host memory, without a copy; empty on every other device.</summary>
    internal virtual ReadOnlySpan<T> View<T>(Storage source) where T : unmanaged => default;

    /// <summary>Sets every element of a tensor of real numbers, without a copy from the host.</summary>
    internal abstract void Fill(Tensor target, double value);

    /// <summary>Frees what the device itself holds; tensors on it must not be used any more.</summary>
    internal virtual void Close()
    {
    }
}
