using System.Globalization;

namespace Equivariant.Cli.Verbs;

/// <summary>
/// Says which turns and mirror images a network keeps at an input size, by its layers' declarations and by measurement.
/// </summary>
internal sealed class CheckVerb() : Verb(
    "check",
    "Show which turns and mirror images a network keeps at an input size, and what breaks the others.", 50)
{
    private readonly ModelOptions model = new();
    private readonly Option<string[]?> stack = Options.Choices(
        "--stack", "Instead of a network: 3×3 convolutions in a row, such as rot4,flip, the paper's stem.",
        [.. ConvKind.ByName.Keys]);

    private readonly Option<string?> run = Options.Text(
        "--run", "PATH",
        "Instead of random weights those of a run: its folder, for its best checkpoint, or a .safetensors file.");

    private readonly Option<int?> size = Options.Int(
        "--size", "Edge length of the input. Without it: 32, for volumes 16; with --run that of the run.", 1, 4096);
    private readonly Option<int?> channels = Options.Int("--channels", "Channels of the input. Without it: 1.", 1, 4096);
    private readonly Option<int?> classes = Options.Int("--classes", "Classes of the network. Without it: 2.", 1, 1_000_000);
    private readonly Option<int?> rank = Options.Int(
        "--rank", "2 for images, 3 for volumes. Without it: 2, or 3 where the network is for volumes alone.", 2, 3);
    private readonly Option<bool> requireExact = Options.Flag(
        "--require-exact", "Fail, with exit code 1, where a symmetry is lost.");

    public override Outcome Run(Invocation invocation)
    {
        using var device = invocation.OpenDevice();
        var rng = new Rng((ulong)(invocation.Seed ?? 0));
        var (network, input, weights) = invocation.Value(run) is { } path
            ? Trained(invocation, path, device) : Drawn(invocation, new Initializer(rng.Fork("weights"), device));
        using var owned = network;
        var report = ExactnessReport.Of(network, input);
        var errors = EquivarianceError.Measure(network, input, rng.Fork("input"), device);
        return new Outcome(
            new
            {
                model = network.Description,
                size = input[input.Rank - 1],
                exact = report.Exact,
                kept = report.Elements.Where(entry => entry.Kept && errors.ContainsKey(entry.Element.Name))
                    .Select(entry => entry.Element.Name),
                errors,
                brokenBy = report.BrokenBy,
            },
            terminal =>
            {
                terminal.Output.WriteLine($"{network.Description} on {input}, {weights}");
                terminal.WriteTable(["turned or mirrored by", "kept by every layer", "measured error"],
                    report.Elements.Where(entry => errors.ContainsKey(entry.Element.Name)).Select(entry => (string[])
                    [
                        entry.Element.Name, entry.Kept ? "yes" : "no",
                        errors[entry.Element.Name].ToString("0.0e+0", CultureInfo.InvariantCulture),
                    ]));
                terminal.Output.WriteLine(report.ToString());
            },
            invocation.Value(requireExact) && !report.Exact ? $"{network.Description}: {report}" : null);
    }

    private (Module Network, Shape Input, string Weights) Drawn(Invocation invocation, Initializer init)
    {
        var config = model.Config(invocation, invocation.Value(channels) ?? 1, invocation.Value(classes) ?? 2,
            invocation.Value(rank) ?? model.RankOf(invocation));
        var edge = invocation.Value(size) ?? (config.Rank == 3 ? 16 : 32);
        return (Network(invocation, config, init), Input(config.InChannels, config.Rank, edge), "random weights");
    }

    private (Module Network, Shape Input, string Weights) Trained(Invocation invocation, string path, Device device)
    {
        invocation.Refuse([.. model.All, stack, channels, classes, rank], "--run has a network of its own; leave * out.");
        var trained = TrainedModel.Open(path, device);
        var shape = trained.Config.InputShape;
        return (trained.Network, invocation.Value(size) is { } edge ? Input(shape[1], shape.Rank - 2, edge) : shape,
            $"weights of {trained.Path}");
    }

    private static Shape Input(int inChannels, int rank, int edge) => [1, inChannels, .. Enumerable.Repeat(edge, rank)];

    private Module Network(Invocation invocation, ModelConfig config, Initializer init)
    {
        if (invocation.Value(stack) is not { } kinds)
            return config.Create(init);
        invocation.Refuse(model.Names, "--stack is a network of its own; leave * out.");
        if (config.KernelSizes is { Count: > 1 })
            throw new WrongArgumentsException("--stack has one kernel size; give --kernel-sizes one number.");
        return new ConvStack([.. kinds.Select(ConvKind.Parse)], config.InChannels, config.Width ?? 8,
            config.KernelSizes?[0] ?? 3, init, config.Rank);
    }
}
