namespace Equivariant;

/// <summary>What a device holds, in bytes, at one moment.</summary>
/// <param name="LiveBytes">Held by tensors and by the scratch of kernels at work.</param>
/// <param name="PooledBytes">Freed and kept for reuse.</param>
/// <param name="PeakLiveBytes">Largest <paramref name="LiveBytes"/> since the device was made or
/// <see cref="Device.ResetPeak"/>.</param>
/// <param name="Allocations">How often memory was asked of the system, not of the pool.</param>
/// <param name="LimitBytes">The most that live and pooled bytes together may reach; null where only the hardware limits
/// them.</param>
public readonly record struct MemoryCounters(
    long LiveBytes, long PooledBytes, long PeakLiveBytes, long Allocations, long? LimitBytes = null);
