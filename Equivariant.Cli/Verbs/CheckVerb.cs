using System.CommandLine;
using System.Globalization;
using Equivariant.Cli.Hosting;
using Equivariant.Cli.Terminals;
using Spectre.Console;

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
        "--run", "PATH", "Instead of random weights those of a run: its folder, for its best checkpoint, or a .safetensors file.");

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
            terminal => Show(terminal, $"{network.Description} on {input}, {weights}", report, errors),
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
        Option[] others = [.. model.All, stack, channels, classes, rank];
        if (others.FirstOrDefault(invocation.Given) is { } other)
            throw new WrongArgumentsException($"--run has a network of its own; leave {other.Name} out.");
        var trained = TrainedModel.Open(path, device);
        var shape = trained.InputShape;
        return (trained.Network, invocation.Value(size) is { } edge ? Input(shape[1], shape.Rank - 2, edge) : shape,
            $"weights of {trained.Path}");
    }

    private static Shape Input(int inChannels, int rank, int edge) => [1, inChannels, .. Enumerable.Repeat(edge, rank)];

    private Module Network(Invocation invocation, ModelConfig config, Initializer init)
    {
        if (invocation.Value(stack) is not { } kinds)
            return config.Create(init);
        if (model.Names.FirstOrDefault(invocation.Given) is { } other)
            throw new WrongArgumentsException($"--stack is a network of its own; leave {other.Name} out.");
        if (config.KernelSizes is { Count: > 1 })
            throw new WrongArgumentsException("--stack has one kernel size; give --kernel-sizes one number.");
        return new ConvStack([.. kinds.Select(ConvKind.Parse)], config.InChannels, config.Width ?? 8,
            config.KernelSizes?[0] ?? 3, init, config.Rank);
    }

    private static void Show(
        Terminal terminal, string title, ExactnessReport report, IReadOnlyDictionary<string, double> errors)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("turned or mirrored by", "kept by every layer", "measured error");
        foreach (var (element, kept) in report.Elements.Where(entry => errors.ContainsKey(entry.Element.Name)))
        {
            var error = errors[element.Name].ToString("0.0e+0", CultureInfo.InvariantCulture);
            table.AddRow(Markup.Escape(element.Name), kept ? "yes" : "no", error);
        }
        terminal.Output.WriteLine(title);
        terminal.Out.Write(table);
        terminal.Output.WriteLine(report.ToString());
    }
}
