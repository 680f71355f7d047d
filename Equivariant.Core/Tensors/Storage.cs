namespace Equivariant;

/// <summary>A block of device memory, shared by the tensors that view it;
/// goes back to the device's pool with the last of them.</summary>
public abstract class Storage
{
    private int users = 1, freed;

    /// <summary>A block of <paramref name="bytes"/> bytes on <paramref name="device"/>.</summary>
    protected Storage(Device device, long bytes)
    {
        Device = device;
        Bytes = bytes;
    }

    /// <summary>Forgotten tensors give their memory back when the garbage collector finds them.</summary>
    ~Storage() => FreeOnce();

    /// <summary>Where the memory is.</summary>
    public Device Device { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Whether several tensors view this block.</summary>
    internal bool IsShared => Volatile.Read(ref users) > 1;

    /// <summary>Counts one more user.</summary>
    internal void Retain() => Interlocked.Increment(ref users);

    /// <summary>Counts one user less; the last one frees the block.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref users) > 0)
            return;
        GC.SuppressFinalize(this);
        FreeOnce();
    }

    /// <summary>Gives the block back to the device. Called once, possibly from the finalizer thread.</summary>
    protected abstract void Free();

    /// <summary>For a slice of another block: keeps that until <see cref="LetGo"/>.</summary>
    protected static Storage Hold(Storage whole)
    {
        whole.Retain();
        return whole;
    }

    /// <summary>For a slice that is freed: its whole is no longer needed for its sake.</summary>
    protected static void LetGo(Storage whole) => whole.Release();

    // A slice and its whole may be found by the garbage collector together, and be finalized in any order.
    private void FreeOnce()
    {
        if (Interlocked.Exchange(ref freed, 1) == 0)
            Free();
    }
}
