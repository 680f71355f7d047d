namespace Equivariant;

/// <summary>
/// A device could not give the memory asked for. It remains usable: a tape frees what it owns at its end, as always, and scratch
/// went back already. Results of the step that failed are worthless, gradients may hold a part of their sum.
/// </summary>
/// <param name="device">Who could not give it.</param>
/// <param name="bytes">How much was asked for.</param>
public sealed class OutOfDeviceMemoryException(Device device, long bytes) : Exception
{
    /// <summary>The op that asked, as its method is named; null where memory was asked for outside of ops.</summary>
    public string? Op { get; private set; }

    /// <summary>The shape of the tensor that was to be made; null for scratch.</summary>
    public Shape? Shape { get; private set; }

    /// <summary>How many bytes were asked for.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>The device, as <see cref="Device.Id"/> names it.</summary>
    public string DeviceId { get; } = device.Id;

    /// <summary>What the device held at that moment.</summary>
    public MemoryCounters Memory { get; } = device.Memory;

    /// <inheritdoc/>
    public override string Message
    {
        get
        {
            var (who, what) = (Op is null ? "" : $"{Op}: ", Shape is null ? "scratch memory" : $"the tensor {Shape}");
            var limit = Memory.LimitBytes is { } most ? $" of at most {most:N0}" : "";
            return $"{who}{what} needs {Bytes:N0} bytes, which {DeviceId} has not left; {Memory.LiveBytes:N0}{limit} are in use. "
                + "Use a smaller batch or input, or free tensors that are no longer needed"
                + (limit.Length > 0 ? ", or raise the device's memory limit." : ".");
        }
    }

    /// <summary>Says what the memory was for: a tensor, or scratch of an op.</summary>
    internal OutOfDeviceMemoryException For(string? op, Shape? shape)
    {
        (Op, Shape) = (op, shape);
        return this;
    }
}
