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
        Assert.Equal(["cpu", "cuda", "opencl", "ilgpu-cpu"], devices.Select(device => device.GetProperty("kind").GetString()!));
        foreach (var device in devices)
        {
            Assert.Equal(["id", "kind", "name", "usable", "reason"], device.EnumerateObject().Select(property => property.Name));
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
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    [InlineData("opencl:0")]
    [InlineData("ilgpu-cpu")]
    public void ADeviceThatIsNotThereCannotBeOpened(string id) =>
        Assert.Contains(id, Assert.Throws<WorkFailedException>(() => DeviceCatalogue.Open(id, null)).Message);

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void TheCpuCanBeOpenedWithANumberOfThreads(string id)
    {
        using var device = Assert.IsType<Equivariant.Cpu.CpuDevice>(DeviceCatalogue.Open(id, 1));
        Assert.Equal(1, device.Threads);
    }
}
