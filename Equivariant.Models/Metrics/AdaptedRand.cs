namespace Equivariant.Metrics;

/// <summary>The adapted Rand error of the SNEMI3D and CREMI challenges: 1 − F1 over pairs of voxels; 0 is perfect.</summary>
/// <param name="Precision">Of the pairs joined by the segmentation, the share that belongs together.</param>
/// <param name="Recall">Of the pairs that belong together, the share joined by the segmentation.</param>
public readonly record struct AdaptedRand(double Precision, double Recall)
{
    /// <summary>1 − 2PR / (P + R).</summary>
    public double Error => Math.Max(0, 1 - 2 * Precision * Recall / (Precision + Recall));

    /// <summary>The error of counted overlaps. Voxels of segment 0 count as segments of one voxel each.</summary>
    public static AdaptedRand Of(SegmentOverlaps overlaps)
    {
        // The challenges' code divides the background's share by the number of all voxels, labelled or not.
        var background = overlaps.SegmentSizes.GetValueOrDefault(0UL) / (double)overlaps.Voxels;
        var together = overlaps.TruthSizes.Values.Sum(size => (double)size * size);
        var joined = background + overlaps.SegmentSizes.Where(s => s.Key != 0).Sum(s => (double)s.Value * s.Value);
        var both = background + overlaps.Shared.Where(s => s.Key.Segment != 0).Sum(s => (double)s.Value * s.Value);
        return new(both / joined, both / together);
    }
}
