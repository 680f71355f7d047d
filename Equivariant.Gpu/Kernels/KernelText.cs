using System.Reflection;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>What ILGPU makes of a kernel, on a machine without GPU or driver: PTX and OpenCL C.</summary>
internal sealed class KernelText : IDisposable
{
    /// <summary>The GPU generations for which every kernel is compiled in tests: Pascal, Ampere and Hopper.</summary>
    public static readonly IReadOnlyList<CudaArchitecture> Architectures =
        [CudaArchitecture.SM_60, CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    private readonly Context context = GpuContext.Simulated();
    private readonly Dictionary<CudaArchitecture, PTXBackend> ptx;
    private readonly CLBackend openCl;

    public KernelText()
    {
        ptx = Architectures.ToDictionary(architecture => architecture, architecture => new PTXBackend(
            context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null));
        openCl = new CLBackend(
            context, new CLCapabilityContext(true, true, true, true, false), CLDeviceVendor.Other, CLCVersion.CL20);
    }

    /// <summary>The method that ILGPU compiles for a kernel body.</summary>
    public static MethodInfo Plain(Type kernel, Type args, DType dtype)
    {
        Type[] buffer = dtype == DType.Float64 ? [typeof(double), typeof(GpuDoubles)] : [typeof(float), typeof(GpuFloats)];
        return typeof(PlainKernel<,,,>).MakeGenericType([kernel, args, .. buffer]).GetMethod("Run")!;
    }

    public string Ptx(MethodInfo kernel, CudaArchitecture architecture) =>
        Clean(() => ((PTXCompiledKernel)ptx[architecture].Compile(EntryPoint(kernel), IBoundedKernels.Of(kernel))).PTXAssembly);

    public string OpenClC(MethodInfo kernel) =>
        Clean(() => ((CLCompiledKernel)openCl.Compile(EntryPoint(kernel), default)).Source);

    public void Dispose()
    {
        openCl.Dispose();
        foreach (var backend in ptx.Values)
            backend.Dispose();
        context.Dispose();
    }

    private static EntryPointDescription EntryPoint(MethodInfo kernel) =>
        kernel.GetParameters()[0].ParameterType == typeof(Index1D)
            ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    private string Clean(Func<string> compile)
    {
        try
        {
            return compile();
        }
        catch
        {
            // One failure must not make the kernels after it fail.
            context.ClearCache(ClearCacheMode.Everything);
            throw;
        }
    }
}
