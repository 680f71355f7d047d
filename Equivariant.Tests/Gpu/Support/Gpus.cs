using System.Collections.Concurrent;

namespace Equivariant.Tests.Gpu;

/// <summary>The devices of this suite, each opened once: kernels are compiled once for all tests.</summary>
internal static class Gpus
{
    private static readonly ConcurrentDictionary<(bool IsReal, SymmetricConvPath Path), Lazy<GpuDevice>> Opened = [];

    private static readonly Lazy<GpuInfo?> RealInfo = new(() => GpuDevices.List()
        .FirstOrDefault(info => info is { Kind: "cuda" or "opencl", Reason: null }));

    /// <summary>A GPU simulated by ILGPU that checks every access: an index out of range ends the process. Plain bodies
    /// only.</summary>
    public static GpuDevice Simulated => Shared(false, SymmetricConvPath.Plain);

    /// <summary>The same with tuned kernels.</summary>
    public static GpuDevice SimulatedTuned => Shared(false, SymmetricConvPath.Auto);

    /// <summary>The first CUDA or OpenCL device; plain bodies only.</summary>
    public static GpuDevice Real => Shared(true, SymmetricConvPath.Plain);

    /// <summary>The same with tuned kernels.</summary>
    public static GpuDevice RealTuned => Shared(true, SymmetricConvPath.Auto);

    /// <summary>Why tests on real devices are skipped; null where there is one.</summary>
    public static string? WhyNoReal => RealInfo.Value is null
        ? "no CUDA or OpenCL device: " + string.Join(" ", GpuDevices.List().Where(info => info.Reason is not null)
            .Select(info => $"{info.Id}: {info.Reason}"))
        : null;

    /// <summary>The first CUDA or OpenCL device, opened once more for the caller alone.</summary>
    public static GpuDevice OpenReal(SymmetricConvPath path = SymmetricConvPath.Auto) => GpuDevices.Open(RealInfo.Value!, path);

    /// <summary>Checks a device with tuned kernels against one with plain bodies, on the simulated GPU and on a real one:
    /// EQUIVARIANT_GPU_SIMULATE=0 on a machine with a GPU spares the slowness of the first.</summary>
    public static void Both(Action<GpuDevice, GpuDevice> check, SymmetricConvPath path = SymmetricConvPath.Auto)
    {
        if (WhyNoReal is not null || Environment.GetEnvironmentVariable("EQUIVARIANT_GPU_SIMULATE") != "0")
            check(Shared(false, path), Simulated);
        if (WhyNoReal is null)
            check(Shared(true, path), Real);
    }

    private static GpuDevice Shared(bool isReal, SymmetricConvPath path) => Opened.GetOrAdd((isReal, path), _ => new(() =>
        isReal ? OpenReal(path) : GpuDevices.Simulated(path, assertions: true))).Value;
}

internal sealed class RealGpuFactAttribute : FactAttribute
{
    public RealGpuFactAttribute() => Skip = Gpus.WhyNoReal;
}

internal sealed class RealGpuTheoryAttribute : TheoryAttribute
{
    public RealGpuTheoryAttribute() => Skip = Gpus.WhyNoReal;
}
