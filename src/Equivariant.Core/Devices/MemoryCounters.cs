namespace Equivariant;

/// <summary>What a device holds, in bytes, at one moment.</summary>
/// <param name="LiveBytes">Held by tensors.</param>
/// <param name="PooledBytes">Freed by tensors and kept for reuse.</param>
/// <param name="PeakLiveBytes">Largest <paramref name="LiveBytes"/> since the device was made or
/// <see cref="Device.ResetPeak"/>.</param>
/// <param name="Allocations">How often memory was asked of the system, not of the pool.</param>
public readonly record struct MemoryCounters(long LiveBytes, long PooledBytes, long PeakLiveBytes, long Allocations);

/// <summary>A device could not give the memory asked for; nothing was changed and the device remains usable.</summary>
public sealed class OutOfDeviceMemoryException(string message) : Exception(message);
