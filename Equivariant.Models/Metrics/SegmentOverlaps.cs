using System.Runtime.InteropServices;

namespace Equivariant.Metrics;

/// <summary>How many voxels each true object shares with each segment: the counts behind the segmentation metrics.</summary>
/// <remarks>Voxels without a true object are left out. Segment 0 is background for the adapted Rand error, and a segment like any
/// other for the variation of information.</remarks>
public sealed class SegmentOverlaps
{
    /// <summary>The id CREMI files give to voxels that no one labelled; pass it as the ignored id for such files.</summary>
    public const ulong CremiUnlabelled = ulong.MaxValue;

    private readonly Dictionary<(ulong Truth, ulong Segment), long> shared = [];
    private readonly Dictionary<ulong, long> truthSizes = [];
    private readonly Dictionary<ulong, long> segmentSizes = [];

    /// <summary>Counts the overlaps of two label images; voxels whose truth is <paramref name="ignoredTruth"/> have no true
    /// object.</summary>
    /// <exception cref="ArgumentException">The images differ in size.</exception>
    /// <exception cref="UndefinedMetricException">No voxel has a true object.</exception>
    public SegmentOverlaps(ReadOnlySpan<ulong> truth, ReadOnlySpan<ulong> segmentation, ulong ignoredTruth = 0)
    {
        if (truth.Length != segmentation.Length)
            throw new ArgumentException(
                $"The truth has {truth.Length} voxels, the segmentation {segmentation.Length}.", nameof(segmentation));
        Voxels = truth.Length;
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ignoredTruth)
                continue;
            LabelledVoxels++;
            CollectionsMarshal.GetValueRefOrAddDefault(shared, (truth[i], segmentation[i]), out _)++;
        }
        if (LabelledVoxels == 0)
            throw new UndefinedMetricException($"None of the {Voxels} voxels has a true object: there is nothing to compare.");
        foreach (var ((truthId, segment), count) in shared)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(truthSizes, truthId, out _) += count;
            CollectionsMarshal.GetValueRefOrAddDefault(segmentSizes, segment, out _) += count;
        }
    }

    /// <summary>All voxels, with and without a true object.</summary>
    internal long Voxels { get; }

    /// <summary>The voxels that have a true object.</summary>
    internal long LabelledVoxels { get; }

    /// <summary>The voxels that each true object and each segment share.</summary>
    internal IReadOnlyDictionary<(ulong Truth, ulong Segment), long> Shared => shared;

    internal IReadOnlyDictionary<ulong, long> TruthSizes => truthSizes;

    /// <summary>Labelled voxels alone.</summary>
    internal IReadOnlyDictionary<ulong, long> SegmentSizes => segmentSizes;
}

/// <summary>The variation of information between a segmentation and the truth (Meilă 2003), in bits; 0 is perfect.</summary>
/// <param name="Split">H(segmentation | truth): what is lost by cutting true objects apart.</param>
/// <param name="Merge">H(truth | segmentation): what is lost by joining true objects.</param>
public readonly record struct VariationOfInformation(double Split, double Merge)
{
    /// <summary>Split and merge together.</summary>
    public double Total => Split + Merge;

    /// <summary>Of counted overlaps; voxels without a true object do not count.</summary>
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
