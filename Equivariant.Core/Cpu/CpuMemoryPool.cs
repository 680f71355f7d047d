using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>Native memory by size class: a freed block is kept and handed out again,
/// so that a training step asks the system for nothing.</summary>
/// <param name="device">Whose memory it is.</param>
/// <param name="limit">The most bytes that live and pooled blocks may take together.</param>
internal sealed unsafe class CpuMemoryPool(Device device, long limit)
{
    /// <summary>One cache line, and one Vector512.</summary>
    private const int Alignment = 64;

    /// <summary>Bytes behind every block that may be read, though not written:
    /// kernels load whole vectors past the last number.</summary>
    private const int Slack = 128;

    private readonly Dictionary<long, Stack<nint>> free = [];
    private readonly Lock gate = new();
    private long live, pooled, peak, allocations;
    private bool closed;

    /// <summary>Asked before a block of so many bytes is given; false refuses it. For tests of what happens when memory
    /// ends.</summary>
    public Func<long, bool>? Grants { get; set; }

    public MemoryCounters Counters
    {
        get
        {
            lock (gate)
                return new MemoryCounters(live, pooled, peak, allocations, limit);
        }
    }

    public void ResetPeak()
    {
        lock (gate)
            peak = live;
    }

    /// <summary>Sizes are rounded up to an eighth of their power of two: batches of nearly the same size share blocks.</summary>
    public static long SizeClass(long bytes)
    {
        if (bytes <= 8 * Alignment)
            return Math.Max(1, (bytes + Alignment - 1) / Alignment) * Alignment;
        var step = 1L << (int)(60 - long.LeadingZeroCount(bytes - 1));
        return (bytes + step - 1) / step * step;
    }

    /// <exception cref="OutOfDeviceMemoryException">Neither the pool nor the system has it, or it is beyond the
    /// limit.</exception>
    public nint Take(long bytes)
    {
        var size = SizeClass(bytes);
        lock (gate)
        {
            if (Grants?.Invoke(bytes) == false)
                throw new OutOfDeviceMemoryException(device, bytes);
            nint block;
            if (free.TryGetValue(size, out var blocks) && blocks.TryPop(out block))
            {
                pooled -= size;
            }
            else
            {
                block = FromSystem(size);
                if (block == 0)
                    throw new OutOfDeviceMemoryException(device, bytes);
                allocations++;
            }
            live += size;
            peak = Math.Max(peak, live);
            return block;
        }
    }

    public void Give(nint block, long bytes)
    {
        var size = SizeClass(bytes);
        lock (gate)
        {
            live -= size;
            if (closed)
            {
                NativeMemory.AlignedFree((void*)block);
                return;
            }
            if (!free.TryGetValue(size, out var blocks))
                free[size] = blocks = new Stack<nint>();
            blocks.Push(block);
            pooled += size;
        }
    }

    /// <summary>Keeps nothing from now on: the system gets pooled blocks at once, those of tensors that are still there when they
    /// go.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Trim();
        }
    }

    public void Trim()
    {
        lock (gate)
        {
            foreach (var blocks in free.Values)
            {
                while (blocks.TryPop(out var block))
                    NativeMemory.AlignedFree((void*)block);
            }
            pooled = 0;
        }
    }

    /// <summary>A new block, if need be in place of those that wait for reuse; 0 if there is none.</summary>
    private nint FromSystem(long size)
    {
        if (size > limit - live - pooled)
            Trim();
        if (size > limit - live)
            return 0;
        var block = Request(size);
        if (block != 0 || pooled == 0)
            return block;
        Trim();
        return Request(size);
    }

    private static nint Request(long size)
    {
        try
        {
            return (nint)NativeMemory.AlignedAlloc((nuint)(size + Slack), Alignment);
        }
        catch (OutOfMemoryException)
        {
            return 0;
        }
    }
}
