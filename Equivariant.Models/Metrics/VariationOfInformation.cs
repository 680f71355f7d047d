namespace Equivariant.Metrics;

/// <summary>The variation of information between a segmentation and the truth (Meilă 2003), in bits; 0 is perfect.</summary>
/// <param name="Split">H(segmentation | truth): what is lost by cutting true objects apart.</param>
/// <param name="Merge">H(truth | segmentation): what is lost by joining true objects.</param>
public readonly record struct VariationOfInformation(double Split, double Merge)
{
    /// <summary>Split and merge together.</summary>
    public double Total => Split + Merge;

    /// <summary>The variation of information of counted overlaps; voxels without a true object do not count.</summary>
    public static VariationOfInformation Of(SegmentOverlaps overlaps)
    {
        double split = 0, merge = 0;
        foreach (var ((truth, segment), shared) in overlaps.Shared)
        {
            split -= shared * Math.Log2((double)shared / overlaps.TruthSizes[truth]);
            merge -= shared * Math.Log2((double)shared / overlaps.SegmentSizes[segment]);
        }
        return new(split / overlaps.LabelledVoxels, merge / overlaps.LabelledVoxels);
    }
}
