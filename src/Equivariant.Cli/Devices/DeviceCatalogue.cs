using System.Text.RegularExpressions;
using Equivariant.Cli.Hosting;
using Equivariant.Cpu;

namespace Equivariant.Cli.Devices;

/// <summary>The devices that the program knows.</summary>
internal static partial class DeviceCatalogue
{
    private const string NotBuilt = "not built: Equivariant.Gpu comes with a later release";

    private static readonly (string Kind, string Name)[] Gpus =
    [
        ("cuda", "NVIDIA GPUs"), ("opencl", "AMD, Intel and other GPUs"), ("ilgpu-cpu", "a GPU simulated on the CPU, for tests"),
    ];

    /// <summary>All of them, usable or not.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        using var cpu = new CpuDevice();
        return
        [
            new(cpu.Id, "cpu", cpu.Name, true, null),
            .. Gpus.Select(gpu => new DeviceInfo(gpu.Kind, gpu.Kind, gpu.Name, false, NotBuilt)),
        ];
    }

    /// <summary>Makes a device.</summary>
    /// <param name="id">As <c>--device</c> takes it.</param>
    /// <param name="threads">Threads of the cpu device, null for all cores.</param>
    /// <param name="symmetricConv">The way of symmetric convolutions on the cpu device; plain leaves it no tuned kernel at
    /// all.</param>
    /// <exception cref="WorkFailedException">The device cannot be used here.</exception>
    public static Device Open(string id, int? threads, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto) =>
        id is "cpu" or "auto" ? new CpuDevice(threads, symmetricConv != SymmetricConvPath.Plain, symmetricConv)
        : throw new WorkFailedException($"the device {id} cannot be used: {NotBuilt}. Use --device cpu.");

    /// <summary>Whether a text names a device, be it there or not.</summary>
    public static bool IsId(string text) => Form().IsMatch(text);

    [GeneratedRegex("^(auto|cpu|ilgpu-cpu|(cuda|opencl)(:[0-9]{1,3})?)$")]
    private static partial Regex Form();
}
