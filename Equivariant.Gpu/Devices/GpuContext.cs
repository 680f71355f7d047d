using System.Runtime.InteropServices;
using ILGPU.Algorithms;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>How ILGPU is set up for the kernels of this library.</summary>
internal static class GpuContext
{
    // Without the development package Linux has libOpenCL.so.1 only, and ILGPU asks for libOpenCL.so.
    static GpuContext() => NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, (name, assembly, path) =>
        name.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) && OperatingSystem.IsLinux()
            ? DriverLibraries.OpenCl : 0);

    public static Context OfMachine() => Create(builder => builder.Cuda().OpenCL(_ => true));

    /// <summary>A context with a simulated GPU of 256 threads a group, as real ones have.</summary>
    public static Context Simulated(bool assertions = false) => Create(builder =>
    {
        builder.CPU(new CPUDevice(32, 8, 1));
        if (assertions)
            builder.Assertions();
    });

    private static Context Create(Action<Context.Builder> devices) => Context.Create(builder =>
    {
        devices(builder);
        // Not O2: it takes branches that diverge for uniform ones, and the results are wrong (issue 846 of ILGPU).
        builder.Optimize(OptimizationLevel.O1).EnableAlgorithms().Profiling();
    });
}
