namespace Equivariant.Cpu;

/// <summary>
/// The order of a block's points as the factors of a weight gradient. In a block of several images, points that lie alike on the
/// first axis with several taps follow each other: so the points at which a tap sees padding only, along that axis, are the first
/// and the last factors and can be left out.
/// </summary>
internal readonly struct PointOrder
{
    private readonly TapOrder taps;
    private readonly int perImage, count, start, images;

    /// <summary>The order of the points from <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="first">First point.</param>
    /// <param name="end">After the last point.</param>
    /// <param name="mixesImages">Whether the order may differ from that in memory.</param>
    public PointOrder(in Sweep sweep, int first, int end, bool mixesImages)
    {
        taps = new(sweep);
        (perImage, count, start) = (sweep.PointsPerImage, end - first, first % sweep.PointsPerImage);
        // Points of a row stay side by side.
        var isWhole = mixesImages && start == 0 && count % perImage == 0 && taps.Below % sweep.W.Points == 0;
        var isOne = start + count <= perImage;
        images = taps.Points < perImage ? 0 : isOne ? 1 : isWhole ? count / perImage : 0;
        Segment = images > 1 ? taps.Below : perImage;
    }

    /// <summary>Points of an image that follow each other.</summary>
    public int Segment { get; }

    /// <summary>Whether any point can be left out.</summary>
    public bool Skips => images > 0 && taps.Skips;

    /// <summary>The place of a point, counted from the first in the order of points.</summary>
    public int PlaceOf(int point)
    {
        if (images <= 1)
            return point;
        var (image, own) = (point / perImage, point % perImage);
        return (((own / taps.Below * images) + image) * taps.Below) + (own % taps.Below);
    }

    /// <summary>The factors at which a tap sees more than padding.</summary>
    public (int First, int End) FactorsOf(int tap)
    {
        var (first, end) = taps.PointsOf(tap);
        return (Place(first * taps.Below), Place(end * taps.Below));
    }

    private int Place(int pointOfImage) => Math.Clamp((pointOfImage - start) * images, 0, count);
}
