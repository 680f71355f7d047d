using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>The libraries of the drivers, by their names on each system.</summary>
internal static class DriverLibraries
{
    /// <summary>Loads CUDA's driver, where there is one.</summary>
    public static bool TryLoadCuda(out nint library) => TryLoad("libcuda.so.1", "nvcuda.dll", "libcuda.dylib", out library);

    /// <summary>Loads OpenCL, where there is one. On Linux only the development package has the name without a number.</summary>
    public static bool TryLoadOpenCl(out nint library) =>
        (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libOpenCL.so", out library))
        || TryLoad("libOpenCL.so.1", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL", out library);

    private static bool TryLoad(string linux, string windows, string mac, out nint library) => NativeLibrary.TryLoad(
        OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux, out library);
}
