using Equivariant.Cli.Devices;
using Equivariant.Comparison;

namespace Equivariant.Cli.Comparisons;

/// <summary>The options of <c>compare</c>.</summary>
internal sealed class CompareOptions : OptionSet
{
    public Option<string?> Preset { get; } = Options.Choice(
        "--preset", "What is compared.", [.. ComparePreset.All.Select(preset => preset.Name)]);

    public Option<string?> Data { get; } = Options.Text("--data", "SPEC", "The data; see 'equivariant data'.");

    public Option<string?> Folder { get; } = Options.Text(
        "--out", "DIR", "The folder of the comparison. If it holds one already, that goes on where it was.");

    public Option<int?> Seeds { get; } = Options.Int(
        "--seeds", "Trainings of each model. Without it: 3, with --quick 1.", 1, 1000);

    public Option<bool> Quick { get; } = Options.Flag(
        "--quick", "A budget that only shows that it runs: minutes, networks that have learnt little.");

    public Option<string[]?> Models { get; } = Options.Choices(
        "--models", "Only these models.", [.. ComparePreset.All.SelectMany(preset => preset.Models).Distinct()]);

    public Option<int?> Epochs { get; } = Options.Int("--epochs", "Epochs of a training. Without it: the preset's.", 1);

    public Option<int?> Steps { get; } = Options.Int("--steps", "Steps of an epoch. Without it: the preset's.", 1);

    public Option<int?> BatchSize { get; } = Options.Int(
        "--batch-size", "Images or patches a step. Without it: the preset's.", 1);

    public Option<double?> LearningRate { get; } = Options.Number("--lr", "Learning rate. Without it: the preset's.", 0);

    public Option<int?> Width { get; } = Options.Int(
        "--width", "Channels of the first stage. Without it: the preset's.", 1, 65536);

    public Option<string?> Form { get; } = Options.Choice(
        "--form", "Small networks, or ResNet-18 in its forms. Without it: small.", "small", "full");

    public Option<int?> Size { get; } = Options.Int(
        "--size", "Edge length that images are resized to, a multiple of 8. Without it: the images', rounded up.", 8);

    public Option<string[]?> Turns { get; } = Options.Choices(
        "--turns", "How test images are turned; the first is the headline.", [.. SreSettings.AllTurns]);

    public Option<int?> Parallel { get; } = Options.Int("--parallel",
        "Trainings at a time, which share the cores. Without it: one for every four cores, as memory allows; on a GPU one.",
        1, 1024);

    public Option<string?> TimingDevice { get; } = Options.TextLike("--timing-device", "DEVICE",
        "Where prediction times and memory are measured. Without it: cpu.", "cpu, cuda[:i], opencl[:i], ilgpu-cpu or auto",
        DeviceCatalogue.IsId);

    public Option<bool> NoTiming { get; } = Options.Flag(
        "--no-timing", "Leave times and memory to a later call, perhaps on another machine.");

    public Option<bool> Force { get; } = Options.Flag(
        "--force", "Start anew what is in the folder, and overwrite a report.html that is no report of this program.");
}

/// <summary>A call of <c>compare</c>. An option that was not typed is null; the preset then has its own value.</summary>
internal sealed record CompareRequest(
    Invocation Invocation, CompareOptions Options, string Data, string Folder, IReadOnlyList<string> Models)
{
    public bool Quick => Value(Options.Quick);

    public bool Force => Value(Options.Force);

    public int Seeds => Value(Options.Seeds) ?? (Quick ? 1 : 3);

    public ulong? FirstSeed => (ulong?)Invocation.Seed;

    public T? Value<T>(Option<T> option) => Invocation.Value(option);
}
