using System.Globalization;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>The devices that ILGPU drives: what there is, and how to open one.</summary>
public static class GpuDevices
{
    /// <summary>Every device that ILGPU or OpenCL sees, usable or not, and a line for each kind of which there is none.</summary>
    public static IReadOnlyList<GpuInfo> List()
    {
        using var context = GpuContext.OfMachine();
        var cuda = context.Devices.OfType<CudaDevice>().Select(CudaInfo).ToArray();
        var opencl = context.Devices.OfType<CLDevice>().Select(OpenClInfo).ToArray();
        return
        [
            .. cuda.Length > 0 ? cuda : [new("cuda", "cuda", "NVIDIA GPUs", null, true, DriverLibraries.WhyNoCuda)],
            .. opencl.Length > 0 ? opencl
                : [new("opencl", "opencl", "AMD, Intel and other GPUs", null, true, DriverLibraries.WhyNoOpenCl)],
            new("ilgpu-cpu", "ilgpu-cpu", "a GPU simulated on the CPU, slow, for tests", null, false, null),
        ];
    }

    /// <summary>Opens a device and runs a small kernel on it.</summary>
    /// <param name="id"><c>cuda[:i]</c>, <c>opencl[:i]</c> or <c>ilgpu-cpu</c>; without a number the first usable one.</param>
    /// <param name="symmetricConv">How symmetric convolutions are computed where they can be; by counted work unless something else
    /// is forced. Plain leaves the device no tuned kernel at all.</param>
    /// <exception cref="DeviceException">There is no such device, it cannot be used, or it computes wrongly.</exception>
    public static GpuDevice Open(string id, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto)
    {
        var listed = List();
        var info = listed.Where(info => info.Id == id || info.Kind == id).MinBy(info => info.Reason is not null)
            ?? throw new DeviceException($"There is no device '{id}'; say cpu, cuda[:i], opencl[:i], ilgpu-cpu or auto. Usable are "
                + $"{string.Join(", ", listed.Where(info => info.Reason is null).Select(info => info.Id))}.");
        if (info.Reason is not null)
            throw new DeviceException($"The device {id} cannot be used: {info.Reason}");
        return Open(info, symmetricConv);
    }

    /// <summary>Opens the first GPU that computes correctly, CUDA before OpenCL; null if there is none.</summary>
    /// <param name="passedOver">Told in a sentence why a GPU that was listed as usable does not open.</param>
    /// <param name="symmetricConv">As in <see cref="Open(string, SymmetricConvPath)"/>.</param>
    public static GpuDevice? TryOpenBest(
        Action<string>? passedOver = null, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto) =>
        TryOpenFirst(List(), info => Open(info, symmetricConv), passedOver);

    /// <summary>The first usable GPU that <paramref name="open"/> opens.</summary>
    internal static GpuDevice? TryOpenFirst(
        IEnumerable<GpuInfo> infos, Func<GpuInfo, GpuDevice> open, Action<string>? passedOver)
    {
        foreach (var info in infos.Where(info => info is { IsGpu: true, Reason: null }))
        {
            try
            {
                return open(info);
            }
            catch (DeviceException e)
            {
                passedOver?.Invoke(e.Message);
            }
        }
        return null;
    }

    internal static GpuDevice Simulated(
        SymmetricConvPath symmetricConv = SymmetricConvPath.Auto, bool assertions = false, long? memoryLimit = null)
    {
        var context = GpuContext.Simulated(assertions);
        return new GpuDevice("ilgpu-cpu", context, context.GetCPUDevice(0), symmetricConv, memoryLimit);
    }

    /// <inheritdoc cref="Open(string, SymmetricConvPath)"/>
    internal static GpuDevice Open(GpuInfo info, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto)
    {
        var context = info.Kind == "ilgpu-cpu" ? GpuContext.Simulated() : GpuContext.OfMachine();
        GpuDevice? device = null;
        try
        {
            var index = info.Id.Split(':') is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
            ILGPU.Runtime.Device hardware = info.Kind switch
            {
                "cuda" => context.GetCudaDevice(index),
                "opencl" => context.GetCLDevice(index),
                _ => context.GetCPUDevice(index),
            };
            device = new GpuDevice(info.Id, context, hardware, symmetricConv);
            SmokeTest.Run(device, Driver(hardware));
            return device;
        }
        catch (Exception e)
        {
            device?.Dispose();
            context.Dispose();
            if (e is DeviceException)
                throw;
            throw new DeviceException($"The device {info.Id} ({info.Name}) does not open: {e.Message} Update its driver.", e);
        }
    }

    private static GpuInfo CudaInfo(CudaDevice device, int index) => new(
        $"cuda:{index}", "cuda", $"{device.Name}, {Driver(device)}", device.MemorySize, true,
        device.Architecture < CudaArchitecture.SM_60
            ? $"its architecture {device.Architecture} is older than the SM 6.0 that is needed; use --device cpu." : null);

    private static GpuInfo OpenClInfo(CLDevice device, int index) => new(
        $"opencl:{index}", "opencl", $"{device.Name}, {Driver(device)}", device.MemorySize,
        device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU),
        !device.Capabilities.GenericAddressSpace
            ? $"its driver ({device.DeviceVersion}) has no generic address space, which ILGPU needs; "
                + "install the vendor's own OpenCL 2.0 or 3.0 driver."
        : !device.Capabilities.Float64
            ? "it has no double precision (cl_khr_fp64), which the kernels' arguments need; use --device cpu."
        : null);

    private static string Driver(ILGPU.Runtime.Device device) => device switch
    {
        CudaDevice cuda => $"CUDA driver {cuda.DriverVersion}",
        CLDevice opencl => $"{opencl.PlatformName}, OpenCL {opencl.DeviceVersion}",
        _ => "ILGPU",
    };
}
