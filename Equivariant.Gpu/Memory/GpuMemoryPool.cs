using System.Diagnostics.CodeAnalysis;

namespace Equivariant.Gpu;

/// <summary>
/// Memory of a GPU. Work runs in the order of one stream, so a block may be reused while kernels that read it still wait.
/// </summary>
internal sealed class GpuMemoryPool(GpuDevice device, Accelerator accelerator, long limit)
    : MemoryPool<MemoryBuffer>(device, limit)
{
    private readonly Dictionary<long, Queue<(MemoryBuffer Block, StreamOrder.Mark Since)>> resting = [];

    // Held here too: a forgotten tensor and its block would be finalized together, and the block come back freed.
    private readonly HashSet<MemoryBuffer> all = [];

    public void Give(MemoryBuffer block) => Give(block, block.LengthInBytes);

    /// <summary>The block of a size that has rested longest, and since when; null where fewer than <paramref name="least"/>
    /// rest.</summary>
    public (MemoryBuffer Block, StreamOrder.Mark Since)? TakeRested(long bytes, int least)
    {
        var size = SizeClass(bytes);
        lock (Gate)
        {
            if (!resting.TryGetValue(size, out var blocks) || blocks.Count < least)
                return null;
            CountTaken(size);
            return blocks.Dequeue();
        }
    }

    /// <summary>Keeps a block for <see cref="TakeRested"/> alone.</summary>
    public void GiveToRest(MemoryBuffer block, StreamOrder.Mark since)
    {
        lock (Gate)
        {
            if (IsClosed)
                return;
            var size = block.LengthInBytes;
            if (!resting.TryGetValue(size, out var blocks))
                resting[size] = blocks = new();
            blocks.Enqueue((block, since));
            CountGiven(size);
        }
    }

    public override void Trim()
    {
        lock (Gate)
        {
            // Work that still reads pooled blocks must end before they go back to the system.
            if (!IsClosed)
                accelerator.Synchronize();
            foreach (var blocks in resting.Values)
            {
                while (blocks.TryDequeue(out var rested))
                {
                    rested.Since.Dispose();
                    Free(rested.Block);
                }
            }
            base.Trim();
        }
    }

    public override void Close()
    {
        lock (Gate)
        {
            base.Close();
            // With the device all its blocks are gone.
            all.Clear();
        }
    }

    protected override bool TryAllocate(long size, [MaybeNullWhen(false)] out MemoryBuffer block)
    {
        try
        {
            block = accelerator.AllocateRaw(size, 1);
            return all.Add(block);
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            block = null;
            return false;
        }
    }

    protected override void Free(MemoryBuffer block)
    {
        if (all.Remove(block))
            block.Dispose();
    }
}
