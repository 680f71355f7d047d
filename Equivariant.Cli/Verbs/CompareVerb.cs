using System.CommandLine;
using Equivariant.Cli.Comparisons;
using Equivariant.Cli.Devices;
using Equivariant.Cli.Hosting;
using Equivariant.Comparison;

namespace Equivariant.Cli.Verbs;

/// <summary>Runs one of the papers' comparisons: all models on the same data with one budget.</summary>
internal sealed class CompareVerb() : Verb(
    "compare",
    "Train and test all models of a paper's comparison with one budget; write results.json and report.html.", 45)
{
    private readonly Option<string?> preset = Options.Choice(
        "--preset", "What is compared.", [.. ComparePreset.All.Select(preset => preset.Name)]);

    private readonly Option<string?> data = Options.Text("--data", "SPEC", "The data; see 'equivariant data'.");
    private readonly Option<string?> folder = Options.Text(
        "--out", "DIR", "The folder of the comparison. If it holds one already, that goes on where it was.");
    private readonly Option<int?> seeds = Options.Int(
        "--seeds", "Trainings of each model. Without it: 3, with --quick 1.", 1, 1000);
    private readonly Option<bool> quick = Options.Flag(
        "--quick", "A budget that only shows that it runs: minutes, networks that have learnt little.");

    private readonly Option<string[]?> models = Options.Choices(
        "--models", "Only these models.", [.. ComparePreset.All.SelectMany(preset => preset.Models).Distinct()]);

    private readonly Option<int?> epochs = Options.Int("--epochs", "Epochs of a training. Without it: the preset's.", 1);
    private readonly Option<int?> steps = Options.Int("--steps", "Steps of an epoch. Without it: the preset's.", 1);
    private readonly Option<int?> batchSize = Options.Int(
        "--batch-size", "Images or patches a step. Without it: the preset's.", 1);
    private readonly Option<double?> learningRate = Options.Number("--lr", "Learning rate. Without it: the preset's.", 0);
    private readonly Option<int?> width = Options.Int(
        "--width", "Channels of the first stage. Without it: the preset's.", 1, 65536);

    private readonly Option<string?> form = Options.Choice(
        "--form", "Small networks, or ResNet-18 in its forms. Without it: small.", "small", "full");

    private readonly Option<int?> size = Options.Int(
        "--size", "Edge length that images are resized to, a multiple of 8. Without it: the images', rounded up.", 8);

    private readonly Option<string[]?> turns = Options.Choices(
        "--turns", "How test images are turned; the first is the headline.", [.. SreSettings.AllTurns]);

    private readonly Option<int?> parallel = Options.Int("--parallel",
        "Trainings at a time, which share the cores. Without it: one for every four cores, as memory allows; on a GPU one.",
        1, 1024);

    private readonly Option<string?> timingDevice = Options.TextLike("--timing-device", "DEVICE",
        "Where prediction times and memory are measured. Without it: cpu.", "cpu, cuda[:i], opencl[:i], ilgpu-cpu or auto",
        DeviceCatalogue.IsId);

    private readonly Option<bool> noTiming = Options.Flag(
        "--no-timing", "Leave times and memory to a later call, perhaps on another machine.");

    private readonly Option<bool> force = Options.Flag(
        "--force", "Start anew what is in the folder, and overwrite a report.html that is no report of this program.");

    public override Outcome Run(Invocation invocation)
    {
        var name = invocation.Required(preset);
        var chosen = ComparePreset.All.First(candidate => candidate.Name == name);
        var names = invocation.Value(models) ?? chosen.UsualModels;
        if (names.FirstOrDefault(model => !chosen.Models.Contains(model)) is { } unknown)
        {
            throw new WrongArgumentsException(
                $"--models: '{unknown}' is not compared by {name}; there are {string.Join(", ", chosen.Models)}.");
        }
        if (invocation.Given(timingDevice) && invocation.Value(noTiming))
            throw new WrongArgumentsException("--timing-device and --no-timing cannot both be given.");
        if (new Option[] { steps, form, size, turns }.FirstOrDefault(option =>
            invocation.Given(option) && !chosen.Takes.Contains(option.Name)) is { } alien)
            throw new WrongArgumentsException($"{alien.Name} is not for {name}.");
        return chosen.Run(new(
            invocation, invocation.Required(data), invocation.Required(folder),
            // In the order of the tables, each once.
            [.. chosen.Models.Where(names.Contains)],
            invocation.Value(seeds), invocation.Value(quick), invocation.Value(epochs), invocation.Value(steps),
            invocation.Value(batchSize), invocation.Value(learningRate), invocation.Value(width),
            invocation.Value(form) == "full", invocation.Value(size), invocation.Value(turns), invocation.Value(parallel), invocation.Value(timingDevice),
            invocation.Value(noTiming), invocation.Value(force)));
    }
}
