using System.Reflection;
using System.Runtime.CompilerServices;
using Equivariant.Cli.Devices;

namespace Equivariant.Tests.Cli;

/// <summary>The build without Equivariant.Gpu holds no trace of ILGPU; the one with it holds all.</summary>
public class BuildWithoutGpuTests
{
    private static readonly Assembly[] Ours = [typeof(Tensor).Assembly, typeof(Equivariant.Layers.Module).Assembly, typeof(Gpus).Assembly];

    [Fact]
    public void IlgpuIsThereOnlyIfBuiltIn()
    {
        var files = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Select(Path.GetFileNameWithoutExtension).ToArray();
        foreach (var name in new[] { "ILGPU", "ILGPU.Algorithms", "Equivariant.Gpu" })
            Assert.Equal(Gpus.AreBuilt, files.Contains(name));
    }

    [Fact]
    public void OnlyEquivariantGpuRefersToIlgpu()
    {
        Assert.DoesNotContain(Ours.SelectMany(assembly => assembly.GetReferencedAssemblies()),
            reference => reference.Name!.StartsWith("ILGPU"));
        Assert.Equal(Gpus.AreBuilt, Ours.SelectMany(assembly => assembly.GetCustomAttributes<InternalsVisibleToAttribute>())
            .Any(friend => friend.AssemblyName.StartsWith("ILGPU")));
    }

    [Fact]
    public void ADeviceThatIsNotBuiltSaysSo()
    {
        if (Gpus.AreBuilt)
            return;
        Assert.All(DeviceCatalogue.List().Skip(1), device =>
            Assert.Equal("not built: ILGPU was not restored", device.Reason));
        Assert.Contains("not built", Assert.Throws<DeviceException>(() => DeviceCatalogue.Open("cuda", null)).Message);
    }
}
