namespace Equivariant.Metrics;

/// <summary>The score of CREMI's neuron segmentation: √((VOI split + VOI merge) · adapted Rand error); 0 is perfect.</summary>
/// <param name="Information">The variation of information.</param>
/// <param name="Rand">The adapted Rand error.</param>
public readonly record struct CremiScore(VariationOfInformation Information, AdaptedRand Rand)
{
    /// <summary>The geometric mean of the two errors.</summary>
    public double Value => Math.Sqrt(Information.Total * Rand.Error);

    /// <summary>The score of counted overlaps.</summary>
    public static CremiScore Of(SegmentOverlaps overlaps) => new(VariationOfInformation.Of(overlaps), AdaptedRand.Of(overlaps));
}
