namespace Equivariant;

/// <summary>What a device was asked to do since it was made. Two readings tell what a training step costs.</summary>
/// <param name="Launches">Kernels started.</param>
/// <param name="CopiesIn">Copies from the host.</param>
/// <param name="BytesIn">Bytes they moved.</param>
/// <param name="CopiesOut">Copies to the host; each waits for the work before it.</param>
/// <param name="BytesOut">Bytes they moved.</param>
/// <param name="Synchronisations">How often the host waited for the device to finish all its work, copies to the host
/// included.</param>
public readonly record struct TrafficCounters(
    long Launches, long CopiesIn, long BytesIn, long CopiesOut, long BytesOut, long Synchronisations)
{
    /// <summary>What was done between two readings.</summary>
    public static TrafficCounters operator -(TrafficCounters later, TrafficCounters earlier) => new(
        later.Launches - earlier.Launches, later.CopiesIn - earlier.CopiesIn, later.BytesIn - earlier.BytesIn,
        later.CopiesOut - earlier.CopiesOut, later.BytesOut - earlier.BytesOut,
        later.Synchronisations - earlier.Synchronisations);
}
