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

    /// <summary>Counts the overlaps of two label images.</summary>
    /// <param name="truth">The true object of each voxel.</param>
    /// <param name="segmentation">The segment of each voxel.</param>
    /// <param name="ignoredTruth">The id that marks voxels without a true object.</param>
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
    public long Voxels { get; }

    /// <summary>The voxels that have a true object.</summary>
    public long LabelledVoxels { get; }

    /// <summary>The voxels shared by each true object and each segment that touch.</summary>
    public IReadOnlyDictionary<(ulong Truth, ulong Segment), long> Shared => shared;

    /// <summary>The voxels of each true object.</summary>
    public IReadOnlyDictionary<ulong, long> TruthSizes => truthSizes;

    /// <summary>The labelled voxels of each segment.</summary>
    public IReadOnlyDictionary<ulong, long> SegmentSizes => segmentSizes;
}
