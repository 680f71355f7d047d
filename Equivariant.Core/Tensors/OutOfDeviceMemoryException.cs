namespace Equivariant;

/// <summary>
/// A device could not give the memory asked for. It remains usable: a tape frees what it owns at its end, as always, and scratch
/// went back already. Results of the step that failed are worthless, gradients may hold a part of their sum.
/// </summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>For <see cref="Device.Allocate"/>, and for the scratch of kernels; the op is added on the way up.</summary>
    /// <param name="device">Who could not give it.</param>
    /// <param name="bytes">How much was asked for.</param>
    public OutOfDeviceMemoryException(Device device, long bytes)
        : this(device.Id, device.Memory, bytes, null, null, null)
    {
    }

    private OutOfDeviceMemoryException(
        string device, MemoryCounters memory, long bytes, string? op, Shape? shape, OutOfDeviceMemoryException? inner)
        : base(Text(device, memory, bytes, op, shape), inner) =>
        (DeviceId, Memory, Bytes, Op, Shape) = (device, memory, bytes, op, shape);

    /// <summary>The op that asked, as its method is named; null where memory was asked for outside of ops.</summary>
    public string? Op { get; }

    /// <summary>The shape of the tensor that was to be made; null for scratch.</summary>
    public Shape? Shape { get; }

    /// <summary>How many bytes were asked for.</summary>
    public long Bytes { get; }

    /// <summary>The device, as <see cref="Device.Id"/> names it.</summary>
    public string DeviceId { get; }

    /// <summary>What the device held at that moment.</summary>
    public MemoryCounters Memory { get; }

    /// <summary>The same with what the memory was for.</summary>
    internal OutOfDeviceMemoryException For(string? op, Shape? shape) => new(DeviceId, Memory, Bytes, op, shape, this);

    private static string Text(string device, MemoryCounters memory, long bytes, string? op, Shape? shape)
    {
        var (who, what) = (op is null ? "" : $"{op}: ", shape is null ? "scratch memory" : $"the tensor {shape}");
        var limit = memory.LimitBytes is { } most ? $" of at most {most:N0}" : "";
        return $"{who}{what} needs {bytes:N0} bytes, which {device} has not left; {memory.LiveBytes:N0}{limit} are in use. "
            + "Use a smaller batch or input, or free tensors that are no longer needed"
            + (limit.Length > 0 ? ", or raise the device's memory limit." : ".");
    }
}
