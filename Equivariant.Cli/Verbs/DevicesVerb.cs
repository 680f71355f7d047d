using System.CommandLine;
using Equivariant.Cli.Devices;
using Equivariant.Cli.Hosting;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

/// <summary>Lists what there is to compute on.</summary>
internal sealed class DevicesVerb() : Verb("devices", "List the devices, and why one cannot be used.", 70)
{
    public override Outcome Run(Invocation invocation)
    {
        var devices = DeviceCatalogue.List();
        return new Outcome(new { devices }, terminal =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("device", "what it is", "memory", "usable");
            foreach (var device in devices)
                table.AddRow(Markup.Escape(device.Id), Markup.Escape(device.Name),
                    device.MemoryBytes is { } bytes ? $"{bytes / (double)(1L << 30):0.0} GiB" : "",
                    Markup.Escape(device.Usable ? "yes" : $"no, {device.Reason}"));
            terminal.Out.Write(table);
        });
    }
}
