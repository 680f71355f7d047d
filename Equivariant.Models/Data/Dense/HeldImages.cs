namespace Equivariant.Data;

/// <summary>
/// The images that patches are cut from. Of a set in memory, or one that is small, they are all images; of a larger streaming set
/// some at a time, chosen by the seed and the number of the block of batches alone.
/// </summary>
internal sealed class HeldImages(DenseSet set, int most, Rng rng)
{
    private readonly Lock gate = new();
    private long heldBlock = -1;
    private IReadOnlyList<Held> held = [];

    /// <summary>The images of a block of batches.</summary>
    public IReadOnlyList<Held> Of(long block)
    {
        var all = set.InMemory || set.Count <= most;
        if (all)
            block = 0;
        lock (gate)
        {
            if (block == heldBlock)
                return held;
            // Before the next ones come in, the last ones may go.
            held = [];
            int[] order = [.. Enumerable.Range(0, set.Count)];
            if (!all)
                rng.Fork("images", block).Shuffle(order.AsSpan());
            var loaded = new Held[all ? set.Count : most];
            Prefetch.InParallel(loaded.Length, 0, i => loaded[i] = new Held(set.Load(order[i])));
            (held, heldBlock) = (loaded, block);
            return loaded;
        }
    }

    /// <summary>An image and where its boundary pixels are.</summary>
    public sealed class Held(DenseImage image)
    {
        private const byte Boundary = 1;

        public DenseImage Image => image;

        /// <summary>Indices of the pixels of class 1.</summary>
        public int[] BoundaryPixels { get; } =
            [.. Enumerable.Range(0, image.Labels.Length).Where(i => image.Labels[i] == Boundary)];
    }
}
