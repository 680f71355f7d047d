using System.Text.Json;
using Equivariant.Cli.Devices;
using Equivariant.Cli.Hosting;

namespace Equivariant.Tests.Cli;

public class DevicesVerbTests
{
    [Fact]
    public void The_cpu_is_usable_and_what_is_not_says_why()
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
    public void People_get_a_table()
    {
        var call = Call.Of("devices").Succeeded();
        Assert.All(DeviceCatalogue.List(), device => Assert.Contains(device.Id, call.Output));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    [InlineData("opencl:0")]
    [InlineData("ilgpu-cpu")]
    public void A_device_that_is_not_there_cannot_be_opened(string id) =>
        Assert.Contains(id, Assert.Throws<WorkFailedException>(() => DeviceCatalogue.Open(id, null)).Message);

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void The_cpu_can_be_opened_with_a_number_of_threads(string id)
    {
        using var device = Assert.IsType<Equivariant.Cpu.CpuDevice>(DeviceCatalogue.Open(id, 1));
        Assert.Equal(1, device.Threads);
    }
}
