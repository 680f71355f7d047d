using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>Why a whole kind of device is missing, and what to install.</summary>
internal static class MissingLibraries
{
    public static string Cuda => Loads(DriverLibraries.TryLoadCuda(out var library), library)
        ? "the CUDA driver finds no NVIDIA GPU."
        : "there is no CUDA driver; on a machine with an NVIDIA GPU install NVIDIA's driver.";

    public static string OpenCl() => Loads(DriverLibraries.TryLoadOpenCl(out var library), library)
        ? "OpenCL finds no device; install the GPU vendor's OpenCL driver."
        : OperatingSystem.IsLinux()
            ? "there is no libOpenCL.so.1; install the package ocl-icd-libopencl1 (or opencl-icd-loader) and the GPU vendor's "
                + "OpenCL driver."
            : "there is no OpenCL library; install the GPU vendor's driver.";

    private static bool Loads(bool isThere, nint library)
    {
        if (isThere)
            NativeLibrary.Free(library);
        return isThere;
    }
}
