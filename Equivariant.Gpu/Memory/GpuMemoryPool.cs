using Equivariant.Cpu;

namespace Equivariant.Gpu;

/// <summary>
/// Device memory by size class: a freed block is handed out again. Work runs in the order of one stream, so a block may be
/// reused while kernels that read it still wait.
/// </summary>
internal sealed class GpuMemoryPool(GpuDevice device, Accelerator accelerator, long limit)
{
    private readonly Dictionary<long, Stack<MemoryBuffer>> free = [];
    private readonly Dictionary<long, Queue<(MemoryBuffer Block, StreamOrder.Mark Since)>> resting = [];

    // Held here too: a forgotten tensor and its block would be finalized together, and the block come back freed.
    private readonly HashSet<MemoryBuffer> taken = [];
    private readonly Lock gate = new();
    private long live, pooled, peak, allocations;
    private bool closed;

    /// <summary>Asked before memory is taken from the system; a test's false lets that fail.</summary>
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

    public MemoryBuffer Take(long bytes)
    {
        var size = CpuMemoryPool.SizeClass(bytes);
        lock (gate)
        {
            if (free.TryGetValue(size, out var blocks) && blocks.TryPop(out var block))
                pooled -= size;
            else
                block = FromSystem(size);
            taken.Add(block);
            live += size;
            peak = Math.Max(peak, live);
            return block;
        }
    }

    public void Give(MemoryBuffer block)
    {
        lock (gate)
        {
            // With the device all its blocks are gone.
            if (closed)
                return;
            var size = block.LengthInBytes;
            if (!free.TryGetValue(size, out var blocks))
                free[size] = blocks = new Stack<MemoryBuffer>();
            blocks.Push(block);
            taken.Remove(block);
            live -= size;
            pooled += size;
        }
    }

    /// <summary>The block of a size that has rested longest, and since when; null where fewer than <paramref name="least"/>
    /// rest.</summary>
    public (MemoryBuffer Block, StreamOrder.Mark Since)? TakeRested(long bytes, int least)
    {
        var size = CpuMemoryPool.SizeClass(bytes);
        lock (gate)
        {
            if (!resting.TryGetValue(size, out var blocks) || blocks.Count < least)
                return null;
            pooled -= size;
            live += size;
            peak = Math.Max(peak, live);
            return blocks.Dequeue();
        }
    }

    /// <summary>Keeps a block for <see cref="TakeRested"/> alone.</summary>
    public void GiveToRest(MemoryBuffer block, StreamOrder.Mark since)
    {
        lock (gate)
        {
            if (closed)
                return;
            var size = block.LengthInBytes;
            if (!resting.TryGetValue(size, out var blocks))
                resting[size] = blocks = new();
            blocks.Enqueue((block, since));
            live -= size;
            pooled += size;
        }
    }

    public void Trim()
    {
        lock (gate)
        {
            foreach (var blocks in resting.Values)
            {
                while (blocks.TryDequeue(out var rested))
                {
                    rested.Since.Dispose();
                    rested.Block.Dispose();
                    taken.Remove(rested.Block);
                }
            }
            foreach (var blocks in free.Values)
            {
                while (blocks.TryPop(out var block))
                    block.Dispose();
            }
            pooled = 0;
        }
    }

    public void Close()
    {
        lock (gate)
        {
            Trim();
            closed = true;
            taken.Clear();
        }
    }

    private MemoryBuffer FromSystem(long size)
    {
        if (TryAllocate(size) is { } first)
            return first;
        // Work that still reads pooled blocks must end before they go back to the system.
        accelerator.Synchronize();
        Trim();
        return TryAllocate(size) ?? throw new OutOfDeviceMemoryException(device, size);
    }

    private MemoryBuffer? TryAllocate(long size)
    {
        if (size > limit - live - pooled || Grants?.Invoke(size) == false)
            return null;
        try
        {
            var block = accelerator.AllocateRaw(size, 1);
            allocations++;
            return block;
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            return null;
        }
    }
}
