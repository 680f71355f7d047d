namespace Equivariant.Cli.Verbs;

internal sealed class ModelOptions : OptionSet
{
    private const string Default = "small-cnn", DenseDefault = "inception-fcn";

    private readonly Option<string?> model = Options.Choice(
        "--model", $"The network. Without it: {Default}, for labels of pixels {DenseDefault}.", [.. NetworkKind.ByName.Keys]);

    private readonly Option<string?> conv = Options.Choice(
        "--conv", "The kind of convolution. Without it: the network's own.", [.. ConvKind.ByName.Keys]);

    private readonly Option<int?> width = Options.Int(
        "--width", "Channels of the first stage. Without it: the network's own.", 1, 65536);

    private readonly Option<int[]?> kernelSizes = Options.Ints(
        "--kernel-sizes", "Kernel size, or one for each stage, odd. Without it: the network's own.", 1);

    /// <summary>Those that a network made another way has no use for.</summary>
    public IEnumerable<Option> Names => [model, conv];

    /// <summary>Spatial axes of the network as typed: 3 for a network of volumes alone, else 2.</summary>
    public int RankOf(Invocation invocation) =>
        NetworkKind.Parse(invocation.Value(model) ?? Default).IsFor(2) ? 2 : 3;

    /// <summary>The network as typed; if none is, that of a protocol (<paramref name="published"/>) or the default.</summary>
    public ModelConfig Config(
        Invocation invocation, int inChannels, int classes, int rank, bool dense = false, string? published = null) =>
        new()
        {
            Name = invocation.Value(model) ?? published ?? (dense ? DenseDefault : Default),
            Conv = invocation.Value(conv),
            Width = invocation.Value(width),
            KernelSizes = invocation.Value(kernelSizes),
            InChannels = inChannels,
            Classes = classes,
            Rank = rank,
        };
}
