using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using Equivariant.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Equivariant.Gpu;

/// <summary>Compiled kernels of one device; each is compiled when first launched.</summary>
internal sealed class KernelCache(Accelerator accelerator)
{
    private readonly ConcurrentDictionary<MethodInfo, Delegate> tuned = [];
    private readonly ConcurrentDictionary<(Type Kernel, Type Element), Delegate> plain = [];

    // One at a time for all devices: once, while tests compiled for several, a kernel for PoCL came out wrong; why was not found.
    private static readonly Lock Compiling = new();

    /// <summary>The launcher of a kernel body for one element type.</summary>
    public Action<AcceleratorStream, Index1D, TArgs, Buffers<TReal, GpuIntegers>> Plain<TKernel, TArgs, T, TReal>()
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var key = (typeof(TKernel), typeof(T));
        if (!plain.TryGetValue(key, out var launcher))
        {
            launcher = plain[key] = Compile(typeof(TKernel),
                () => accelerator.LoadAutoGroupedKernel<Index1D, TArgs, Buffers<TReal, GpuIntegers>>(
                    PlainKernel<TKernel, TArgs, T, TReal>.Run));
        }
        return (Action<AcceleratorStream, Index1D, TArgs, Buffers<TReal, GpuIntegers>>)launcher;
    }

    /// <summary>The launcher of several launches of a kernel body as one.</summary>
    public Action<AcceleratorStream, Index1D, TArgs, Joined<TReal>> Joined<TKernel, TArgs, T, TReal>()
        where TKernel : struct, IJoinable<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var key = (typeof(JoinedKernel<TKernel, TArgs, T, TReal>), typeof(T));
        if (!plain.TryGetValue(key, out var launcher))
        {
            launcher = plain[key] = Compile(typeof(TKernel), () => accelerator.LoadAutoGroupedKernel<Index1D, TArgs, Joined<TReal>>(
                JoinedKernel<TKernel, TArgs, T, TReal>.Run));
        }
        return (Action<AcceleratorStream, Index1D, TArgs, Joined<TReal>>)launcher;
    }

    /// <summary>The launcher of an explicitly grouped kernel.</summary>
    /// <typeparam name="TLauncher">An action of the stream, the <see cref="KernelConfig"/> and the kernel's
    /// parameters.</typeparam>
    public TLauncher Tuned<TLauncher>(MethodInfo kernel) where TLauncher : Delegate
    {
        if (!tuned.TryGetValue(kernel, out var launcher))
        {
            // Other compilers than CUDA's take bounds for the exact size of a group.
            var bounds = accelerator.AcceleratorType == AcceleratorType.Cuda ? KernelBounds.Of(kernel) : KernelSpecialization.Empty;
            launcher = tuned[kernel] = Compile(kernel.DeclaringType!, () => accelerator.LoadKernel<TLauncher>(kernel, bounds));
        }
        return (TLauncher)launcher;
    }

    private Delegate Compile(Type kernel, Func<Delegate> compile)
    {
        lock (Compiling)
        {
            try
            {
                return compile();
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                // A failed compilation leaves ILGPU's caches half filled, and all later ones fail with it.
                accelerator.Context.ClearCache(ClearCacheMode.Everything);
                throw new DeviceException(
                    $"{accelerator.Name}: the kernel {kernel.DeclaringType?.Name}.{kernel.Name} does not compile: "
                    + $"{e.GetBaseException().Message}", e);
            }
        }
    }
}
