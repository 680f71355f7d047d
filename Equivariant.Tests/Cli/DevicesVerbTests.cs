using System.Text.Json;
using Equivariant.Cli.Devices;
using Equivariant.Cli.Hosting;

namespace Equivariant.Tests.Cli;

public class DevicesVerbTests
{
    [Fact]
    public void TheCpuIsUsableAndWhatIsNotSaysWhy()
    {
        var devices = Call.Of("devices", "--json").Succeeded().Json.GetProperty("devices").EnumerateArray().ToArray();
        Assert.Equal(["cpu", "cuda", "opencl", "ilgpu-cpu"],
            devices.Select(device => device.GetProperty("kind").GetString()!).Distinct());
        foreach (var device in devices)
        {
            Assert.Equal(["id", "kind", "name", "memoryBytes", "usable", "reason"],
                device.EnumerateObject().Select(property => property.Name));
            var usable = device.GetProperty("usable").GetBoolean();
            Assert.Equal(usable ? JsonValueKind.Null : JsonValueKind.String, device.GetProperty("reason").ValueKind);
        }
        Assert.True(devices[0].GetProperty("usable").GetBoolean());
    }

    [Fact]
    public void PeopleGetATable()
    {
        var call = Call.Of("devices").Succeeded();
        Assert.All(DeviceCatalogue.List(), device => Assert.Contains(device.Id, call.Output));
    }

    [Theory]
    [InlineData("cuda:99")]
    [InlineData("opencl:99")]
    public void ADeviceThatIsNotThereCannotBeOpened(string id) =>
        Refused<DeviceException>(() => DeviceCatalogue.Open(id, null), id);

    [Fact]
    public void TheCpuCanBeOpenedWithANumberOfThreads()
    {
        using var device = Assert.IsType<Equivariant.CpuDevice>(DeviceCatalogue.Open("cpu", 1));
        Assert.Equal(1, device.Threads);
    }

    [Fact]
    public void AutoTakesAGpuOrElseTheManagedCpuButNoSimulatedGpu()
    {
        using var device = DeviceCatalogue.Open("auto", 1);
        var listed = DeviceCatalogue.List().Where(info => info.Usable).ToArray();
        Assert.Contains(listed, info => info.Id == device.Id);
        Assert.NotEqual("ilgpu-cpu", device.Id);
        if (listed.Any(info => info.Kind == "cuda"))
            Assert.StartsWith("cuda", device.Id);
    }
}
