namespace Equivariant.Tests.Gpu;

/// <summary>The devices of this suite, each opened once: kernels are compiled once for all tests.</summary>
internal static class Gpus
{
    private static readonly Lazy<GpuDevice> LazySimulated = new(() => GpuDevices.Simulated(SymmetricConvPath.Plain, assertions: true));
    private static readonly Lazy<GpuDevice> LazySimulatedTuned = new(() => GpuDevices.Simulated(assertions: true));
    private static readonly Lazy<GpuInfo?> LazyInfo = new(() => GpuDevices.List()
        .FirstOrDefault(info => info is { Kind: "cuda" or "opencl", Reason: null }));
    private static readonly Lazy<GpuDevice> LazyReal = new(() => GpuDevices.Open(LazyInfo.Value!, SymmetricConvPath.Plain));
    private static readonly Lazy<GpuDevice> LazyRealTuned = new(() => GpuDevices.Open(LazyInfo.Value!));

    /// <summary>A GPU simulated by ILGPU that checks every access: an index out of range ends the process. Plain bodies
    /// only.</summary>
    public static GpuDevice Simulated => LazySimulated.Value;

    /// <summary>The same with tuned kernels.</summary>
    public static GpuDevice SimulatedTuned => LazySimulatedTuned.Value;

    /// <summary>The first CUDA or OpenCL device; plain bodies only.</summary>
    public static GpuDevice Real => LazyReal.Value;

    /// <summary>The same with tuned kernels.</summary>
    public static GpuDevice RealTuned => LazyRealTuned.Value;

    /// <summary>The first CUDA or OpenCL device, opened once more for the caller alone.</summary>
    public static GpuDevice OpenReal(SymmetricConvPath symmetricConv = SymmetricConvPath.Auto) =>
        GpuDevices.Open(LazyInfo.Value!, symmetricConv);

    /// <summary>Whether tests that run on both kinds of devices run on the simulated one: EQUIVARIANT_GPU_SIMULATE=0 on a machine
    /// with a GPU spares its slowness.</summary>
    public static bool Simulates => Environment.GetEnvironmentVariable("EQUIVARIANT_GPU_SIMULATE") != "0";

    /// <summary>Why tests on real devices are skipped; null where there is one.</summary>
    public static string? WhyNoReal => LazyInfo.Value is null
        ? "no CUDA or OpenCL device: " + string.Join(" ", GpuDevices.List().Where(info => info.Reason is not null)
            .Select(info => $"{info.Id}: {info.Reason}"))
        : null;
}

/// <summary>A fact about a real device, skipped where there is none.</summary>
internal sealed class RealGpuFactAttribute : FactAttribute
{
    public RealGpuFactAttribute() => Skip = Gpus.WhyNoReal;
}

/// <summary>A theory about a real device, skipped where there is none.</summary>
internal sealed class RealGpuTheoryAttribute : TheoryAttribute
{
    public RealGpuTheoryAttribute() => Skip = Gpus.WhyNoReal;
}
