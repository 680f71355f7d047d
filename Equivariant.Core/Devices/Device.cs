namespace Equivariant;

/// <summary>Where tensors live and kernels run. The seam between the ops and the hardware: an op knows only this class.</summary>
public abstract class Device : IDisposable
{
    /// <summary>The managed CPU device that tensors are made on when none is named: all cores, tuned kernels on.</summary>
    public static Device Cpu { get; } = new CpuDevice();

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
    public abstract void TrimPool();

    /// <summary>Waits until all launched work is done.</summary>
    public virtual void Synchronize()
    {
    }

    /// <summary>Runs a kernel body for every index below <paramref name="count"/>, or a tuned kernel in its place.</summary>
    /// <param name="count">How many indices.</param>
    /// <param name="args">Shapes and constants.</param>
    /// <param name="operands">Tensors of this device.</param>
    /// <param name="workPerItem">Rough number of operations per index, to judge whether more cores pay.</param>
    /// <typeparam name="TKernel">The body.</typeparam>
    /// <typeparam name="TArgs">Its arguments.</typeparam>
    public abstract void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged;

    /// <summary>What the device does in a way of its own where a kernel body is not enough, by its contract; null where it has nothing
    /// of the kind.</summary>
    internal virtual T? Find<T>() where T : class => null;

    /// <summary>Memory for <paramref name="bytes"/> bytes, its contents undefined.</summary>
    /// <exception cref="OutOfDeviceMemoryException">The device has no such block, even after its pool was emptied; it is as
    /// before.</exception>
    protected internal abstract Storage Allocate(long bytes);

    /// <summary>A block with host values in it, for one batch of many: a device copies it beside its work if it can.</summary>
    /// <exception cref="OutOfDeviceMemoryException">As of <see cref="Allocate"/>.</exception>
    protected internal virtual Storage Upload(ReadOnlySpan<byte> source)
    {
        var storage = Allocate(source.Length);
        Write(storage, source);
        return storage;
    }

    /// <summary>A slice of a block as a block of its own; the whole stays as long as its slices do.</summary>
    /// <param name="whole">A block of this device.</param>
    /// <param name="start">First byte.</param>
    /// <param name="bytes">Number of bytes.</param>
    protected internal abstract Storage Slice(Storage whole, long start, long bytes);

    /// <summary>Copies host memory into a block.</summary>
    protected internal abstract void Write(Storage target, ReadOnlySpan<byte> source);

    /// <summary>Copies the start of a block into host memory, after the work that fills it is done.</summary>
    protected internal abstract void Read(Storage source, Span<byte> target);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the device itself holds; tensors on it must not be used any more.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
