namespace Equivariant.Cli.Devices;

/// <summary>A device, or a kind of device that cannot be used.</summary>
/// <param name="Id">As <c>--device</c> takes it.</param>
/// <param name="Kind">cpu, cuda, opencl or ilgpu-cpu.</param>
/// <param name="Name">The hardware.</param>
/// <param name="MemoryBytes">Its memory; null where none is told.</param>
/// <param name="Usable">Whether work can run there.</param>
/// <param name="Reason">Why it cannot be used; null if it can.</param>
internal sealed record DeviceInfo(string Id, string Kind, string Name, long? MemoryBytes, bool Usable, string? Reason);
