using System.Collections.Concurrent;
using System.Reflection;

namespace Equivariant.Gpu;

/// <summary>Compiled kernels of one device; each is compiled when first launched.</summary>
internal sealed class KernelCache(Accelerator accelerator)
{
    private readonly ConcurrentDictionary<MethodInfo, Delegate> tuned = [];
    private readonly ConcurrentDictionary<(Type Kernel, Type Element), Delegate> plain = [];

    // One at a time: a compilation that fails empties ILGPU's caches, which the others fill.
    private readonly Lock compiling = new();

    /// <summary>The launcher of a kernel body for one element type.</summary>
    public Action<AcceleratorStream, Index1D, TArgs, Buffers<TReal, GpuIntegers>> Plain<TKernel, TArgs, T, TReal>()
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var key = (typeof(TKernel), typeof(T));
        return (Action<AcceleratorStream, Index1D, TArgs, Buffers<TReal, GpuIntegers>>)Find(plain, key, typeof(TKernel),
            () => accelerator.LoadAutoGroupedKernel<Index1D, TArgs, Buffers<TReal, GpuIntegers>>(
                PlainKernel<TKernel, TArgs, T, TReal>.Run));
    }

    /// <summary>The launcher of an explicitly grouped kernel.</summary>
    /// <typeparam name="TLauncher">An action of the stream, the <see cref="KernelConfig"/> and the kernel's
    /// parameters.</typeparam>
    public TLauncher Tuned<TLauncher>(MethodInfo kernel) where TLauncher : Delegate =>
        (TLauncher)Find(tuned, kernel, kernel.DeclaringType!, () =>
        {
            // Other compilers than CUDA's take bounds for the exact size of a group.
            var isCuda = accelerator.AcceleratorType == AcceleratorType.Cuda;
            var bounds = isCuda ? IBoundedKernels.Of(kernel) : KernelSpecialization.Empty;
            return accelerator.LoadKernel<TLauncher>(kernel, bounds);
        });

    private Delegate Find<TKey>(ConcurrentDictionary<TKey, Delegate> known, TKey key, Type kernel, Func<Delegate> compile)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out var launcher))
            return launcher;
        lock (compiling)
        {
            if (known.TryGetValue(key, out launcher))
                return launcher;
            try
            {
                return known[key] = compile();
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
