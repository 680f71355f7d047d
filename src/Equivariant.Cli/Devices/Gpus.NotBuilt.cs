namespace Equivariant.Cli.Devices;

/// <summary>Stands in for the devices of Equivariant.Gpu in a build without it.</summary>
internal static class Gpus
{
    private const string NotBuilt = "not built: ILGPU was not restored";

    /// <summary>Whether the program was built with them.</summary>
    public static bool AreBuilt => false;

    /// <summary>A line for each kind.</summary>
    public static IEnumerable<DeviceInfo> List() =>
    [
        new("cuda", "cuda", "NVIDIA GPUs", null, false, NotBuilt),
        new("opencl", "opencl", "AMD, Intel and other GPUs", null, false, NotBuilt),
        new("ilgpu-cpu", "ilgpu-cpu", "a GPU simulated on the CPU, slow, for tests", null, false, NotBuilt),
    ];

    /// <exception cref="DeviceException">Always.</exception>
    public static Device Open(string id, SymmetricConvPath symmetricConv) =>
        throw new DeviceException($"The device {id} cannot be used: {NotBuilt}. Use --device cpu.");

    /// <summary>None.</summary>
    public static Device? TryOpenBest(Action<string>? passedOver, SymmetricConvPath symmetricConv) => null;
}
