using System.Runtime.InteropServices;
using Equivariant.Cpu;

namespace Equivariant.Cli.Benchmarks;

/// <summary>Says what the numbers were measured on.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Device, processor, cores, system and runtime in a line.</summary>
    public static string Describe(Device device) =>
        $"{(device is CpuDevice ? "" : $"{device.Id} {device.Name}, ")}{Processor()}, {Environment.ProcessorCount} cores, "
        + $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor()
    {
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[^1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown processor";
    }
}
