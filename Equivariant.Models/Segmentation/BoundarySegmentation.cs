namespace Equivariant.Segmentation;

/// <summary>How objects are made from a map of boundaries.</summary>
public sealed record SegmentationOptions
{
    /// <summary>Pixels whose probability of a boundary is below this are the inside of objects, and seeds.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Seeds of fewer pixels are dropped: their place goes to the objects around them.</summary>
    public int LeastSeedPixels { get; init; } = 20;

    /// <summary>Whether objects also take the boundaries between them, by watershed; else boundaries stay 0.</summary>
    public bool Fill { get; init; } = true;

    /// <summary>Whether each section is segmented for itself, with numbers that go on from section to section.</summary>
    public bool SectionBySection { get; init; }

    /// <summary>Which pixels touch.</summary>
    public Connectivity Connectivity { get; init; } = Connectivity.Sides;
}

/// <summary>Objects from a map of boundaries, in images and volumes.</summary>
public static class BoundarySegmentation
{
    /// <summary>The object of each pixel, from 1 on, 0 for none, from its probability of a boundary.</summary>
    /// <exception cref="ArgumentException">The map does not fill the grid, or holds what is not a number.</exception>
    public static ConnectedComponents Of(ReadOnlySpan<float> boundary, Grid grid, SegmentationOptions? options = null)
    {
        options ??= new SegmentationOptions();
        grid.Check(boundary.Length, nameof(boundary));
        if (!options.SectionBySection)
            return Whole(boundary, grid, options);
        var (labels, count, size) = (new int[boundary.Length], 0, grid.Section.Count);
        for (var start = 0; start < boundary.Length; start += size)
        {
            var section = Whole(boundary.Slice(start, size), grid.Section, options);
            for (var i = 0; i < size; i++)
                labels[start + i] = section.Labels[i] == 0 ? 0 : section.Labels[i] + count;
            count += section.Count;
        }
        return new ConnectedComponents(labels, count);
    }

    private static ConnectedComponents Whole(ReadOnlySpan<float> boundary, Grid grid, SegmentationOptions options)
    {
        var inside = new bool[boundary.Length];
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = float.IsNaN(boundary[i])
                ? throw new ArgumentException($"Value {i} of the map is not a number.", nameof(boundary))
                : boundary[i] < options.Threshold;
        }
        var seeds = ConnectedComponents.Of(inside, grid, options.Connectivity).WithoutSmall(options.LeastSeedPixels);
        return options.Fill
            ? seeds with { Labels = Watershed.Flood(boundary, seeds.Labels, grid, options.Connectivity) }
            : seeds;
    }
}
