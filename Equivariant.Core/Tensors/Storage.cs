namespace Equivariant;

/// <summary>A block of device memory, shared by the tensors that view it; goes back to the device's pool with the last of
/// them.</summary>
internal abstract class Storage
{
    private static long changes;

    private readonly Storage? whole;
    private int users = 1, freed;
    private long lastChange = -1;

    /// <param name="device">Where the memory is.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="whole">For a slice, the block that it keeps; null for a block of its own.</param>
    protected Storage(Device device, long bytes, Storage? whole = null)
    {
        (Device, Bytes, this.whole) = (device, bytes, whole);
        whole?.Retain();
    }

    /// <summary>Forgotten tensors give their memory back when the garbage collector finds them.</summary>
    ~Storage() => FreeOnce();

    public Device Device { get; }

    public long Bytes { get; }

    /// <summary>Changes of all blocks so far: the time, for <see cref="LastChange"/>.</summary>
    public static long Changes => Volatile.Read(ref changes);

    /// <summary>When values were last replaced by others; 0 for never. Slices change with their block.</summary>
    public long LastChange => Math.Max(lastChange, whole?.LastChange ?? 0);

    /// <summary>Whether several tensors view this block.</summary>
    public bool IsShared => Volatile.Read(ref users) > 1;

    /// <summary>Notes that the block was written. The first time fills it; from then on values are replaced.</summary>
    public void MarkWritten() => lastChange = lastChange < 0 ? 0 : Interlocked.Increment(ref changes);

    /// <summary>Counts one more user.</summary>
    public void Retain() => Interlocked.Increment(ref users);

    /// <summary>Counts one user less; the last one frees the block.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref users) > 0)
            return;
        GC.SuppressFinalize(this);
        FreeOnce();
    }

    /// <summary>Gives the block back to the device; not called for slices. Called once, possibly from the finalizer
    /// thread.</summary>
    protected abstract void Free();

    // A slice and its whole may be found by the garbage collector together, and be finalized in any order.
    private void FreeOnce()
    {
        if (Interlocked.Exchange(ref freed, 1) != 0)
            return;
        if (whole is null)
            Free();
        else
            whole.Release();
    }
}
