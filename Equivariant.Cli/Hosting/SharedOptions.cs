using Equivariant.Cli.Devices;

namespace Equivariant.Cli.Hosting;

internal sealed class SharedOptions : OptionSet
{
    public Option<bool> Json { get; } = Options.Flag("--json", "Write one JSON object to stdout and nothing else.");

    public Option<string?> Device { get; } = Options.TextLike("--device", "DEVICE",
        "Where to compute: cpu, cuda[:i], opencl[:i], ilgpu-cpu, or auto for the fastest there is. Without it: auto.",
        "cpu, cuda[:i], opencl[:i], ilgpu-cpu or auto", DeviceCatalogue.IsId);

    public Option<int?> Seed { get; } = Options.Int("--seed", "Where all random numbers come from. Without it: 0.", 0);

    public Option<int?> Threads { get; } = Options.Int(
        "--threads", "Threads of the cpu device. Without it: one for each core.", 1, 1024);

    public Option<bool> Verbose { get; } = Options.Flag("--verbose", "Say more; after an error show where it came from.");
}
