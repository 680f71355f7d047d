namespace Equivariant;

/// <summary>A block of device memory, shared by the tensors that view it;
/// goes back to the device's pool with the last of them.</summary>
public abstract class Storage
{
    private int users = 1;

    /// <summary>A block of <paramref name="bytes"/> bytes on <paramref name="device"/>.</summary>
    protected Storage(Device device, long bytes)
    {
        Device = device;
        Bytes = bytes;
    }

    /// <summary>Forgotten tensors give their memory back when the garbage collector finds them.</summary>
    ~Storage() => Free();

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
        Free();
    }

    /// <summary>Gives the block back to the device. Called once, possibly from the finalizer thread.</summary>
    protected abstract void Free();
}
