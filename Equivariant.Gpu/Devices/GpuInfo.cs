namespace Equivariant.Gpu;

/// <summary>A GPU that ILGPU or OpenCL sees, or a kind of which there is none.</summary>
/// <param name="Id">As <c>--device</c> takes it.</param>
/// <param name="Kind"><c>cuda</c>, <c>opencl</c> or <c>ilgpu-cpu</c>.</param>
/// <param name="Name">The hardware, its vendor and driver.</param>
/// <param name="MemoryBytes">Its memory; null where none is told.</param>
/// <param name="IsGpu">False for what computes on the CPU in a GPU's place; <c>auto</c> never takes that.</param>
/// <param name="Reason">Why it cannot be used and what to do; null if it can.</param>
public sealed record GpuInfo(string Id, string Kind, string Name, long? MemoryBytes, bool IsGpu, string? Reason);
