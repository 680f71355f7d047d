using Equivariant.Cli.Devices;

namespace Equivariant.Cli.Verbs;

internal sealed class DevicesVerb() : Verb("devices", "List the devices, and why one cannot be used.", 70)
{
    public override Outcome Run(Invocation invocation)
    {
        var devices = DeviceCatalogue.List();
        return new Outcome(new { devices }, terminal => terminal.WriteTable(["device", "what it is", "memory", "usable"],
            devices.Select(device => (string[])
            [
                device.Id, device.Name, device.MemoryBytes is { } bytes ? $"{bytes / (double)(1L << 30):0.0} GiB" : "",
                device.Usable ? "yes" : $"no, {device.Reason}",
            ])));
    }
}
