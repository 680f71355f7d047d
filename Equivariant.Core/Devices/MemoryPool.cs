using System.Diagnostics.CodeAnalysis;

namespace Equivariant;

/// <summary>Device memory by size class: a freed block is kept and handed out again, so that a training step asks the system for
/// nothing.</summary>
/// <param name="device">Whose memory it is.</param>
/// <param name="limit">The most bytes that live and pooled blocks may take together.</param>
/// <typeparam name="TBlock">A block, as the system gives it.</typeparam>
internal abstract class MemoryPool<TBlock>(Device device, long limit)
{
    /// <summary>Blocks start at a multiple of it: one cache line, and one Vector512.</summary>
    protected const int Alignment = 64;

    private const long LeastToCollect = 64L << 20;

    private readonly Dictionary<long, Stack<TBlock>> free = [];
    private long live, pooled, peak, allocations;

    // Live bytes at which memory that the user forgot is looked for, before the system is asked for more.
    private long collectAt = LeastToCollect;

    /// <summary>Asked before a block of so many bytes is given; false refuses it. For tests of what happens when memory
    /// ends.</summary>
    public Func<long, bool>? Grants { get; set; }

    public MemoryCounters Counters
    {
        get
        {
            lock (Gate)
                return new MemoryCounters(live, pooled, peak, allocations, limit);
        }
    }

    /// <summary>Held by whoever changes the pool.</summary>
    protected Lock Gate { get; } = new();

    protected bool IsClosed { get; private set; }

    public void ResetPeak()
    {
        lock (Gate)
            peak = live;
    }

    /// <summary>
    /// A block of at least so many bytes. Tensors that the user forgot are collected where live memory has doubled since the last
    /// time, and once more before the pool gives up: the garbage collector sees only the small objects that own the blocks.
    /// </summary>
    /// <exception cref="OutOfDeviceMemoryException">Neither the pool nor the system has it, or it is beyond the
    /// limit.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public TBlock Take(long bytes)
    {
        var size = SizeClass(bytes);
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsClosed, device);
            if (Grants?.Invoke(bytes) == false)
                throw new OutOfDeviceMemoryException(device, bytes);
            if (TryTake(size, collectAt, out var block))
                return block;
        }
        // Without the lock: finalizers give their blocks back.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        lock (Gate)
        {
            var found = TryTake(size, long.MaxValue, out var block);
            collectAt = Math.Max(LeastToCollect, 2 * live);
            return found ? block! : throw new OutOfDeviceMemoryException(device, bytes);
        }
    }

    /// <summary>Takes a block back, of the bytes it was asked for.</summary>
    public void Give(TBlock block, long bytes)
    {
        var size = SizeClass(bytes);
        lock (Gate)
        {
            CountGiven(size);
            if (IsClosed)
            {
                pooled -= size;
                Free(block);
                return;
            }
            if (!free.TryGetValue(size, out var blocks))
                free[size] = blocks = new Stack<TBlock>();
            blocks.Push(block);
        }
    }

    /// <summary>Gives the blocks that nobody uses back to the system.</summary>
    public virtual void Trim()
    {
        lock (Gate)
        {
            foreach (var blocks in free.Values)
            {
                while (blocks.TryPop(out var block))
                    Free(block);
            }
            pooled = 0;
        }
    }

    /// <summary>Keeps nothing from now on: the system gets pooled blocks at once, those of tensors that are still there when they
    /// go.</summary>
    public virtual void Close()
    {
        lock (Gate)
        {
            IsClosed = true;
            Trim();
        }
    }

    /// <summary>Sizes are rounded up to an eighth of their power of two: batches of nearly the same size share blocks.</summary>
    protected static long SizeClass(long bytes)
    {
        if (bytes <= 8 * Alignment)
            return Math.Max(1, (bytes + Alignment - 1) / Alignment) * Alignment;
        var step = 1L << (int)(60 - long.LeadingZeroCount(bytes - 1));
        return (bytes + step - 1) / step * step;
    }

    /// <summary>Asks the system for a block of a size class; false where it has none.</summary>
    protected abstract bool TryAllocate(long size, [MaybeNullWhen(false)] out TBlock block);

    protected abstract void Free(TBlock block);

    protected void CountTaken(long size)
    {
        pooled -= size;
        live += size;
        peak = Math.Max(peak, live);
    }

    protected void CountGiven(long size)
    {
        live -= size;
        pooled += size;
    }

    /// <summary>A block that waits for reuse, or a new one while no more than <paramref name="most"/> bytes are live.</summary>
    private bool TryTake(long size, long most, [MaybeNullWhen(false)] out TBlock block)
    {
        if (!free.TryGetValue(size, out var blocks) || !blocks.TryPop(out block))
        {
            block = default;
            if (live > most - size || !TryAllocateOrTrim(size, out block))
                return false;
            allocations++;
            pooled += size;
        }
        CountTaken(size);
        return true;
    }

    /// <summary>A new block, if need be in place of those that wait for reuse.</summary>
    private bool TryAllocateOrTrim(long size, [MaybeNullWhen(false)] out TBlock block)
    {
        if (size <= limit - live - pooled && TryAllocate(size, out block))
            return true;
        Trim();
        block = default;
        return size <= limit - live && TryAllocate(size, out block);
    }
}
