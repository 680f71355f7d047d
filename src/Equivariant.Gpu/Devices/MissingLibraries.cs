using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>Why a whole kind of device is missing, and what to install.</summary>
internal static class MissingLibraries
{
    public static string Cuda => Loads("libcuda.so.1", "nvcuda.dll", "libcuda.dylib")
        ? "the CUDA driver finds no NVIDIA GPU."
        : "there is no CUDA driver; on a machine with an NVIDIA GPU install NVIDIA's driver.";

    public static string OpenCl() => Loads("libOpenCL.so.1", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL")
        ? "OpenCL finds no device; install the GPU vendor's OpenCL driver."
        : OperatingSystem.IsLinux()
            ? "there is no libOpenCL.so.1; install the package ocl-icd-libopencl1 (or opencl-icd-loader) and the GPU vendor's "
                + "OpenCL driver."
            : "there is no OpenCL library; install the GPU vendor's driver.";

    private static bool Loads(string linux, string windows, string mac)
    {
        var name = OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux;
        if (!NativeLibrary.TryLoad(name, out var library))
            return false;
        NativeLibrary.Free(library);
        return true;
    }
}
