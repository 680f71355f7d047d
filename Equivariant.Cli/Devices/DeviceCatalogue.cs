using System.Text.RegularExpressions;
using Equivariant.Gpu;

namespace Equivariant.Cli.Devices;

/// <summary>The devices that the program knows.</summary>
internal static partial class DeviceCatalogue
{
    /// <summary>All of them, usable or not.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using var cpu = new CpuDevice();
        return
        [
            new(cpu.Id, "cpu", cpu.Name, cpu.Memory.LimitBytes, true, null),
            .. GpuDevices.List().Select(gpu =>
                new DeviceInfo(gpu.Id, gpu.Kind, gpu.Name, gpu.MemoryBytes, gpu.Reason is null, gpu.Reason)),
        ];
    }

    /// <summary>Makes a device.</summary>
    /// <param name="id">As <c>--device</c> takes it.</param>
    /// <param name="threads">Threads of the cpu device, null for all cores.</param>
    /// <param name="symmetricConv">The way of symmetric convolutions; plain leaves the device no tuned kernel at all.</param>
    /// <param name="passedOver">With auto: told why a GPU that is there is not taken; then comes the next one, and the cpu
    /// device last.</param>
    /// <param name="share">How many devices are open at a time: the cpu device then has that part of threads and memory.</param>
    /// <exception cref="DeviceException">The device cannot be used here.</exception>
    public static Device Open(string id, int? threads, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto,
        Action<string>? passedOver = null, int share = 1) =>
        id switch
        {
            "cpu" => OpenCpu(threads, symmetricConv, share),
            "auto" => GpuDevices.TryOpenBest(passedOver, symmetricConv) ?? (Device)OpenCpu(threads, symmetricConv, share),
            _ => GpuDevices.Open(id, symmetricConv),
        };

    /// <summary>Whether a text names a device, be it there or not.</summary>
    public static bool IsId(string text) => Form().IsMatch(text);

    private static CpuDevice OpenCpu(int? threads, SymmetricConvPath symmetricConv, int share) => new(
        Math.Max(1, (threads ?? Environment.ProcessorCount) / share), symmetricConv != SymmetricConvPath.Plain, symmetricConv,
        share == 1 ? null : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / share);

    [GeneratedRegex("^(auto|cpu|ilgpu-cpu|(cuda|opencl)(:[0-9]{1,3})?)$")]
    private static partial Regex Form();
}

/// <summary>A device, or a kind of device that cannot be used.</summary>
/// <param name="Id">As <c>--device</c> takes it.</param>
/// <param name="Kind">cpu, cuda, opencl or ilgpu-cpu.</param>
/// <param name="Name">The hardware.</param>
/// <param name="MemoryBytes">Its memory; null where none is told.</param>
/// <param name="Usable">Whether work can run there.</param>
/// <param name="Reason">Why it cannot be used; null if it can.</param>
internal sealed record DeviceInfo(string Id, string Kind, string Name, long? MemoryBytes, bool Usable, string? Reason);
