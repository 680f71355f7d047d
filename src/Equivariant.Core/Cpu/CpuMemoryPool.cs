using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>Native memory by size class: a freed block is kept and handed out again,
/// so that a training step asks the system for nothing.</summary>
internal sealed unsafe class CpuMemoryPool
{
    /// <summary>One cache line, and one Vector512.</summary>
    private const int Alignment = 64;

    /// <summary>Bytes behind every block that may be read, though not written:
    /// kernels load whole vectors past the last number.</summary>
    private const int Slack = 128;

    private readonly Dictionary<long, Stack<nint>> free = [];
    private readonly Lock gate = new();
    private long live, pooled, peak, allocations;

    public MemoryCounters Counters
    {
        get
        {
            lock (gate)
                return new MemoryCounters(live, pooled, peak, allocations);
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

    public nint Take(long bytes)
    {
        var size = SizeClass(bytes);
        lock (gate)
        {
            nint block;
            if (free.TryGetValue(size, out var blocks) && blocks.TryPop(out block))
            {
                pooled -= size;
            }
            else
            {
                block = FromSystem(size);
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
            if (!free.TryGetValue(size, out var blocks))
                free[size] = blocks = new Stack<nint>();
            blocks.Push(block);
            live -= size;
            pooled += size;
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

    private nint FromSystem(long size)
    {
        try
        {
            return (nint)NativeMemory.AlignedAlloc((nuint)(size + Slack), Alignment);
        }
        catch (OutOfMemoryException)
        {
            Trim();
        }
        try
        {
            return (nint)NativeMemory.AlignedAlloc((nuint)(size + Slack), Alignment);
        }
        catch (OutOfMemoryException)
        {
            throw new OutOfDeviceMemoryException(
                $"The CPU has no {size:N0} bytes left ({live:N0} bytes are in use by tensors); "
                + "use a smaller batch or a smaller input.");
        }
    }
}
