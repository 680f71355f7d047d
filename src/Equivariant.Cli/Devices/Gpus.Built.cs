using Equivariant.Gpu;

namespace Equivariant.Cli.Devices;

/// <summary>The devices of Equivariant.Gpu.</summary>
internal static class Gpus
{
    /// <summary>Whether the program was built with them.</summary>
    public static bool AreBuilt => true;

    /// <summary>All that there are, and a line for each kind of which there is none.</summary>
    public static IEnumerable<DeviceInfo> List() => GpuDevices.List().Select(gpu =>
        new DeviceInfo(gpu.Id, gpu.Kind, gpu.Name, gpu.MemoryBytes, gpu.Reason is null, gpu.Reason));

    /// <inheritdoc cref="GpuDevices.Open(string, SymmetricConvPath)"/>
    public static Device Open(string id, SymmetricConvPath symmetricConv) => GpuDevices.Open(id, symmetricConv);

    /// <inheritdoc cref="GpuDevices.TryOpenBest"/>
    public static Device? TryOpenBest(Action<string>? passedOver, SymmetricConvPath symmetricConv) =>
        GpuDevices.TryOpenBest(passedOver, symmetricConv);
}
