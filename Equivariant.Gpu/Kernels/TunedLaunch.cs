namespace Equivariant.Gpu;

/// <summary>Launches kernels marked <see cref="GpuKernelAttribute"/>, which are compiled when first asked for.</summary>
internal static class TunedLaunch
{
    /// <summary>A thread for each of some elements.</summary>
    public static KernelConfig PerElement(int count, int threads = 128) => new((count + threads - 1) / threads, threads);

    public static void Run<T1, T2, T3>(
        this GpuDevice device, KernelConfig config, Action<T1, T2, T3> kernel, T1 a, T2 b, T3 c)
    {
        var launch = device.Kernels.Tuned<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(kernel.Method);
        device.Enqueue(stream => launch(stream, config, a, b, c));
    }

    public static void Run<T1, T2, T3, T4>(
        this GpuDevice device, KernelConfig config, Action<T1, T2, T3, T4> kernel, T1 a, T2 b, T3 c, T4 d)
    {
        var launch = device.Kernels.Tuned<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(kernel.Method);
        device.Enqueue(stream => launch(stream, config, a, b, c, d));
    }

    public static void Run<T1, T2, T3, T4, T5>(
        this GpuDevice device, KernelConfig config, Action<T1, T2, T3, T4, T5> kernel, T1 a, T2 b, T3 c, T4 d, T5 e)
    {
        var launch = device.Kernels.Tuned<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(kernel.Method);
        device.Enqueue(stream => launch(stream, config, a, b, c, d, e));
    }

    public static void Run<T1, T2, T3, T4, T5, T6>(
        this GpuDevice device, KernelConfig config, Action<T1, T2, T3, T4, T5, T6> kernel, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f)
    {
        var launch = device.Kernels.Tuned<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(kernel.Method);
        device.Enqueue(stream => launch(stream, config, a, b, c, d, e, f));
    }

    public static void Run<T1, T2, T3, T4, T5, T6, T7>(
        this GpuDevice device, KernelConfig config, Action<T1, T2, T3, T4, T5, T6, T7> kernel,
        T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g)
    {
        var launch = device.Kernels.Tuned<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(kernel.Method);
        device.Enqueue(stream => launch(stream, config, a, b, c, d, e, f, g));
    }
}
