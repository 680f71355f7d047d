namespace Equivariant.Segmentation;

/// <summary>Objects: pixels of a mask that are connected.</summary>
/// <param name="Labels">The object of each pixel, from 1 on in the order of their first pixels; 0 outside the mask.</param>
/// <param name="Count">Number of objects.</param>
public sealed record ConnectedComponents(int[] Labels, int Count)
{
    /// <summary>The objects of a mask, which says what belongs to any.</summary>
    /// <exception cref="ArgumentException">The mask does not fill the grid.</exception>
    public static ConnectedComponents Of(ReadOnlySpan<bool> mask, Grid grid, Connectivity connectivity = Connectivity.Sides)
    {
        grid.Check(mask.Length, nameof(mask));
        // First every pixel refers to an earlier one of its object, then each object gets its number.
        var labels = new int[mask.Length];
        var parents = new int[mask.Length];
        var before = new Neighbours(grid, connectivity, earlier: true);
        Span<int> neighbours = stackalloc int[Neighbours.Most];
        for (var i = 0; i < mask.Length; i++)
        {
            parents[i] = i;
            if (!mask[i])
                continue;
            for (var n = before.Of(i, neighbours) - 1; n >= 0; n--)
            {
                if (mask[neighbours[n]])
                    Join(parents, i, neighbours[n]);
            }
        }
        var count = 0;
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i])
                labels[i] = parents[i] == i ? ++count : labels[Root(parents, i)];
        }
        return new ConnectedComponents(labels, count);
    }

    /// <summary>The same without objects of fewer pixels, the others numbered again from 1.</summary>
    public ConnectedComponents WithoutSmall(int leastPixels)
    {
        var sizes = new int[Count + 1];
        foreach (var label in Labels)
            sizes[label]++;
        var (numbers, kept) = (new int[Count + 1], 0);
        for (var label = 1; label <= Count; label++)
            numbers[label] = sizes[label] >= leastPixels ? ++kept : 0;
        return new ConnectedComponents(Array.ConvertAll(Labels, label => numbers[label]), kept);
    }

    /// <summary>The smaller index becomes the root, so that roots come first in C order.</summary>
    private static void Join(int[] parents, int a, int b)
    {
        var (rootA, rootB) = (Root(parents, a), Root(parents, b));
        if (rootA < rootB)
            parents[rootB] = rootA;
        else
            parents[rootA] = rootB;
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
            i = parents[i] = parents[parents[i]];
        return i;
    }
}
