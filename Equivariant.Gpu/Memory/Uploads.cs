namespace Equivariant.Gpu;

/// <summary>
/// Copies of batches to the device, on a stream of their own: they run beside the kernels of the step before, and the kernels behind
/// them wait for them on the device. Their blocks rest between one batch and the next, since a block that queued kernels still read
/// must not be written by another stream.
/// </summary>
internal sealed class Uploads : IDisposable
{
    /// <summary>Blocks of a size that rest at the least: the newest is still read by the step under way.</summary>
    private const int Resting = 2;

    private readonly AcceleratorStream kernels, copies;
    private readonly StreamOrder order;
    private readonly GpuMemoryPool pool;

    public Uploads(Accelerator accelerator, AcceleratorStream kernels, GpuMemoryPool pool)
    {
        (this.kernels, this.pool) = (kernels, pool);
        copies = accelerator.CreateStream();
        order = StreamOrder.Of(accelerator);
        Staging = new Staging(accelerator, copies);
    }

    /// <summary>The page-locked memory of the copies.</summary>
    public Staging Staging { get; }

    /// <summary>A block for a batch.</summary>
    public MemoryBuffer Take(long bytes)
    {
        if (pool.TakeRested(bytes, Resting) is not { } rested)
        {
            // One that anybody used: behind all that was launched so far.
            var block = pool.Take(bytes);
            using var now = order.After(kernels);
            order.Wait(copies, now);
            return block;
        }
        using (rested.Since)
            order.Wait(copies, rested.Since);
        return rested.Block;
    }

    /// <summary>Starts to copy host values to a block of <see cref="Take"/>; kernels launched from now on see them.</summary>
    /// <returns>How often it waited for the device, to have page-locked memory.</returns>
    public int Write(GpuStorage target, ReadOnlySpan<byte> source)
    {
        var waits = Staging.Write(target, source);
        using var written = order.After(copies);
        order.Wait(kernels, written);
        return waits;
    }

    /// <summary>Takes a block back that kernels launched so far may still read.</summary>
    public void Give(MemoryBuffer block) => pool.GiveToRest(block, order.After(kernels));

    public void Dispose()
    {
        copies.Synchronize();
        Staging.Dispose();
        copies.Dispose();
    }
}
