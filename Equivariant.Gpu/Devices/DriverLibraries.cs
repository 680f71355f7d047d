using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>The libraries of the drivers, by their names on each system; 0 where there is none.</summary>
internal static class DriverLibraries
{
    public static nint Cuda => Load("libcuda.so.1", "nvcuda.dll", "libcuda.dylib");

    /// <remarks>On Linux only the development package has the name without a number.</remarks>
    public static nint OpenCl => OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libOpenCL.so", out var library) ? library
        : Load("libOpenCL.so.1", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL");

    /// <summary>Why there is no CUDA device, and what to install.</summary>
    public static string WhyNoCuda => Cuda != 0
        ? "the CUDA driver finds no NVIDIA GPU."
        : "there is no CUDA driver; on a machine with an NVIDIA GPU install NVIDIA's driver.";

    public static string WhyNoOpenCl => OpenCl != 0
        ? "OpenCL finds no device; install the GPU vendor's OpenCL driver."
        : OperatingSystem.IsLinux()
            ? "there is no libOpenCL.so.1; install the package ocl-icd-libopencl1 (or opencl-icd-loader) and the GPU vendor's "
                + "OpenCL driver."
            : "there is no OpenCL library; install the GPU vendor's driver.";

    private static nint Load(string linux, string windows, string mac) => NativeLibrary.TryLoad(
        OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux, out var library) ? library : 0;
}
