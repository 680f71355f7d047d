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

    /// <summary>Opens a device.</summary>
    /// <param name="id">As <c>--device</c> takes it.</param>
    /// <param name="threads">Threads of the cpu device, null for all cores.</param>
    /// <param name="symmetricConv">How symmetric convolutions are computed; with plain, no kernel of the device is tuned.</param>
    /// <param name="passedOver">With auto: told why a GPU is not taken. The next GPU is tried then, and the cpu device
    /// last.</param>
    /// <param name="share">How many devices are open at a time: each cpu device gets this fraction of threads and memory.</param>
    /// <exception cref="DeviceException">The device cannot be used here.</exception>
    public static Device Open(string id, int? threads, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto,
        Action<string>? passedOver = null, int share = 1) =>
        id switch
        {
            "cpu" => OpenCpu(threads, symmetricConv, share),
            "auto" => GpuDevices.TryOpenBest(passedOver, symmetricConv) ?? (Device)OpenCpu(threads, symmetricConv, share),
            _ => GpuDevices.Open(id, symmetricConv),
        };

    /// <summary>Whether a text has the form of a device's name; the device need not exist.</summary>
    public static bool IsId(string text) => Form().IsMatch(text);

    private static CpuDevice OpenCpu(int? threads, SymmetricConvPath symmetricConv, int share) => new(
        Math.Max(1, (threads ?? Environment.ProcessorCount) / share), symmetricConv != SymmetricConvPath.Plain, symmetricConv,
        share == 1 ? null : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / share);

    [GeneratedRegex("^(auto|cpu|ilgpu-cpu|(cuda|opencl)(:[0-9]{1,3})?)$")]
    private static partial Regex Form();
}

/// <summary>A device, or a kind of device that cannot be used, with the reason.</summary>
internal sealed record DeviceInfo(string Id, string Kind, string Name, long? MemoryBytes, bool Usable, string? Reason);
