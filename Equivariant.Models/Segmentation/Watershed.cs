namespace Equivariant.Segmentation;

/// <summary>
/// Seeded watershed by flooding (Meyer 1994): water rises from the seeds, and each pixel goes to the seed whose water reaches it
/// first; of equal ones to that whose water has been waiting longest. Nothing stays without an object that a seed can reach.
/// </summary>
public static class Watershed
{
    /// <summary>Floods a landscape.</summary>
    /// <param name="heights">The landscape, e.g. the probability of a boundary.</param>
    /// <param name="seeds">The object of each seed pixel, from 1 on; 0 elsewhere.</param>
    /// <param name="grid">The extents of both.</param>
    /// <param name="connectivity">Which pixels touch.</param>
    /// <param name="mask">Where water may go; empty for everywhere.</param>
    /// <returns>The object of each pixel; 0 where no water comes.</returns>
    /// <exception cref="ArgumentException">Something does not fill the grid, a height is not a number, or a seed is
    /// negative.</exception>
    public static int[] Flood(
        ReadOnlySpan<float> heights, ReadOnlySpan<int> seeds, Grid grid, Connectivity connectivity = Connectivity.Sides,
        ReadOnlySpan<bool> mask = default)
    {
        grid.Check(heights.Length, nameof(heights));
        grid.Check(seeds.Length, nameof(seeds));
        if (!mask.IsEmpty)
            grid.Check(mask.Length, nameof(mask));
        var labels = seeds.ToArray();
        var waiting = new PriorityQueue<int, (float Height, long Order)>();
        var around = new Neighbours(grid, connectivity);
        Span<int> neighbours = stackalloc int[Neighbours.Most];
        var order = 0L;
        for (var i = 0; i < labels.Length; i++)
        {
            if (float.IsNaN(heights[i]))
                throw new ArgumentException($"Height {i} is not a number.", nameof(heights));
            if (labels[i] < 0)
                throw new ArgumentException($"Seed {i} is {labels[i]}; seeds are 1 and more, 0 elsewhere.", nameof(seeds));
            if (!mask.IsEmpty && !mask[i])
                labels[i] = 0;
            else if (labels[i] > 0)
                waiting.Enqueue(i, (heights[i], order++));
        }
        while (waiting.TryDequeue(out var pixel, out var level))
        {
            foreach (var next in neighbours[..around.Of(pixel, neighbours)])
            {
                if (labels[next] != 0 || (!mask.IsEmpty && !mask[next]))
                    continue;
                labels[next] = labels[pixel];
                // Water that ran down a slope stays as high as it has been.
                waiting.Enqueue(next, (Math.Max(heights[next], level.Height), order++));
            }
        }
        return labels;
    }
}
