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
    /// <param name="kernel">A struct that implements <see cref="IKernel{TArgs}"/>.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="dtype">Element type.</param>
    public static MethodInfo Plain(Type kernel, Type args, DType dtype) => dtype == DType.Float64
        ? typeof(PlainKernel<,,,>).MakeGenericType(kernel, args, typeof(double), typeof(GpuDoubles)).GetMethod("Run")!
        : typeof(PlainKernel<,,,>).MakeGenericType(kernel, args, typeof(float), typeof(GpuFloats)).GetMethod("Run")!;

    /// <summary>CUDA's assembler.</summary>
    public string Ptx(MethodInfo kernel, CudaArchitecture architecture) =>
        Clean(() => ((PTXCompiledKernel)ptx[architecture].Compile(EntryPoint(kernel), IBoundedKernels.Of(kernel))).PTXAssembly);

    /// <summary>OpenCL C.</summary>
    public string OpenClC(MethodInfo kernel) =>
        Clean(() => ((CLCompiledKernel)openCl.Compile(EntryPoint(kernel), default)).Source);

    public void Dispose()
    {
        openCl.Dispose();
        foreach (var backend in ptx.Values)
            backend.Dispose();
        context.Dispose();
    }

    private static EntryPointDescription EntryPoint(MethodInfo kernel) => IsPlain(kernel)
        ? EntryPointDescription.FromImplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromExplicitlyGroupedKernel(kernel);

    private static bool IsPlain(MethodInfo kernel) => kernel.GetParameters()[0].ParameterType == typeof(Index1D);

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
