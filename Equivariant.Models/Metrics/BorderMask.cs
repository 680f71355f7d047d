namespace Equivariant.Metrics;

/// <summary>Where objects meet: boundary labels made from a segmentation, and CREMI's mask of voxels left unscored.</summary>
public static class BorderMask
{
    /// <summary>
    /// Marks the pixels within a Euclidean distance, in pixels, of a border; 0: the border alone. Within a section a pixel is on a
    /// border where one of its four neighbours has another id; sections do not touch each other, and beyond the edge the image
    /// goes on unchanged. Ids are (depth, height, width) in C order; the depth of an image is 1.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not fit the ids, or the distance is not a number from 0 up.</exception>
    public static bool[] Of(ReadOnlySpan<ulong> ids, int depth, int height, int width, double maxDistance)
    {
        if (depth < 1 || height < 1 || width < 1 || (Int128)depth * height * width != ids.Length)
            throw new ArgumentException($"{ids.Length} ids do not fill a volume of {depth}×{height}×{width}.", nameof(ids));
        if (!(maxDistance >= 0 && double.IsFinite(maxDistance)))
            throw new ArgumentException(
                $"The distance is {maxDistance}; it must be a number of pixels, 0 or more.",
                nameof(maxDistance));
        var mask = new bool[ids.Length];
        var section = height * width;
        for (var z = 0; z < depth; z++)
        {
            var border = Borders(ids.Slice(z * section, section), height, width);
            Widen(border, height, width, maxDistance, mask.AsSpan(z * section, section));
        }
        return mask;
    }

    private static bool[] Borders(ReadOnlySpan<ulong> ids, int height, int width)
    {
        var border = new bool[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var x = i % width;
            border[i] = (x > 0 && ids[i - 1] != ids[i]) || (x < width - 1 && ids[i + 1] != ids[i])
                || (i >= width && ids[i - width] != ids[i]) || (i < ids.Length - width && ids[i + width] != ids[i]);
        }
        return border;
    }

    /// <summary>Rows first, columns after: the nearest border of a pixel is the nearest one of some column nearby.</summary>
    private static void Widen(bool[] border, int height, int width, double maxDistance, Span<bool> mask)
    {
        var inColumn = DistancesInColumns(border, height, width);
        var reach = (int)Math.Min(maxDistance, width);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var other = Math.Max(0, x - reach); other <= Math.Min(width - 1, x + reach) && !mask[y * width + x]; other++)
                {
                    double down = inColumn[y * width + other], across = x - other;
                    mask[y * width + x] = Math.Sqrt(down * down + across * across) <= maxDistance;
                }
    }

    /// <summary>The distance of each pixel to the nearest border pixel above or below it; infinite where there is none.</summary>
    private static float[] DistancesInColumns(bool[] border, int height, int width)
    {
        var distances = new float[border.Length];
        for (var x = 0; x < width; x++)
        {
            var distance = float.PositiveInfinity;
            for (var y = 0; y < height; y++)
                distances[y * width + x] = distance = border[y * width + x] ? 0 : distance + 1;
            for (var y = height - 1; y >= 0; y--)
                distances[y * width + x] = distance = Math.Min(distances[y * width + x], distance + 1);
        }
        return distances;
    }
}
