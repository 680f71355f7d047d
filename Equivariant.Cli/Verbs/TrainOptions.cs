namespace Equivariant.Cli.Verbs;

/// <summary>The options that say how to train. What is not typed is as in <see cref="TrainConfig"/>.</summary>
internal sealed class TrainOptions : OptionSet
{
    private static readonly TrainConfig Defaults =
        new() { Data = "", InputSize = 32, Model = new() { Name = "", Classes = 2 }, Seed = 0 };

    private const int DenseSize = 128, DenseBatchSize = 8;

    private readonly Option<string?> protocol = Options.Choice(
        "--protocol", "A published way to train, which the other options then change: SRE-Conv's, or MedMNIST's own.",
        [.. TrainingProtocol.Names]);

    private readonly Option<int?> size = Options.Int(
        "--size", "Edge length that images are resized to, or of patches. Without it: 32, patches 128.", 1, 4096);

    private readonly Option<int?> epochs = Options.Int(
        "--epochs", $"Passes over the training images. Without it: {Defaults.Epochs}.", 1);

    /// <summary>The options behind <see cref="protocol"/>, each with what it changes.</summary>
    private readonly Setting[] settings;

    public TrainOptions() => settings =
    [
        Setting.Of(size, (config, value) => config with { InputSize = value!.Value }),
        Setting.Of(Options.Text("--augment", "STEPS",
            "Random changes of training images, such as crop:0.5-1,jitter:0.1; of patches d4,elastic,jitter. Without it: none."),
            (config, value) => config with { Augment = value! }),
        Setting.Of(Options.Text("--test-steps", "STEPS",
            "Fixed changes of validation and test images, such as fade:0.5-0.5. Without it: none."),
            (config, value) => config with { TestSteps = value! }),
        Setting.Of(epochs, (config, value) => config with { Epochs = value!.Value }),
        Setting.Of(Options.Int("--batch-size",
            $"Images a step. Without it: {Defaults.BatchSize}, patches {DenseBatchSize}.", 1),
            (config, value) => config with { BatchSize = value!.Value }),
        Setting.Of(Options.Int("--steps",
            $"Steps of an epoch, for labels of pixels. Without it: {Defaults.StepsPerEpoch}.", 1),
            (config, value) => config with { StepsPerEpoch = value!.Value }),
        Setting.Of(Options.Int("--validation-images",
            "Last training images to hold back, for labels of pixels. Without it: an eighth.", 0),
            (config, value) => config with { ValidationImages = value!.Value }),
        Setting.Of(Options.Choice("--loss",
            $"Loss for labels of pixels. Without it: {Defaults.Loss}.", "cross-entropy", "dice", "both"),
            (config, value) => config with { Loss = value! }),
        Setting.Of(Options.Choice("--optimizer",
            $"How weights move. Without it: {Defaults.Optimizer}.", "sgd", "adam", "adamw"),
            (config, value) => config with { Optimizer = value! }),
        Setting.Of(Options.Number("--lr", $"Learning rate. Without it: {Defaults.LearningRate}.", 0),
            (config, value) => config with { LearningRate = value!.Value }),
        Setting.Of(Options.Number("--momentum", $"Momentum of sgd. Without it: {Defaults.Momentum}.", 0, 1),
            (config, value) => config with { Momentum = value!.Value }),
        Setting.Of(Options.Flag("--nesterov", "Use Nesterov's form of momentum."),
            (config, value) => config with { Nesterov = value || config.Nesterov }),
        Setting.Of(Options.Number("--weight-decay", "Weight decay. Without it: 0.", 0),
            (config, value) => config with { WeightDecay = value!.Value }),
        Setting.Of(Options.Choice("--schedule",
            $"How the learning rate changes. Without it: {Defaults.Schedule}.", "constant", "cosine", "multistep"),
            (config, value) => config with { Schedule = value! }),
        Setting.Of(Options.Ints("--milestones", "Epochs at which multistep lowers the rate.", 1),
            (config, value) => config with { Milestones = value! }),
        Setting.Of(Options.Number("--gamma", $"Factor of multistep. Without it: {Defaults.Gamma}.", 0, 1),
            (config, value) => config with { Gamma = value!.Value }),
        Setting.Of(Options.Number("--min-lr", "Where cosine ends. Without it: 1e-6.", 0),
            (config, value) => config with { MinLearningRate = value!.Value }),
        Setting.Of(Options.Int("--warmup-epochs", "Epochs in which the rate rises. Without it: 0.", 0),
            (config, value) => config with { WarmupEpochs = value!.Value }),
        Setting.Of(Options.Number("--label-smoothing", "Share of the target spread over all classes.", 0, 0.999),
            (config, value) => config with { LabelSmoothing = value!.Value }),
        Setting.Of(Options.Flag("--balance-classes", "Weigh rare classes more."),
            (config, value) => config with { BalanceClasses = value || config.BalanceClasses }),
        Setting.Of(Options.Int("--patience", "Stop after so many epochs without a better validation score.", 0),
            (config, value) => config with { Patience = value!.Value }),
        Setting.Of(Options.Choice("--select-by",
            $"What the best checkpoint is best at, on the validation images. Without it: {Defaults.SelectBy}.",
            "auc", "accuracy", "loss"),
            (config, value) => config with { SelectBy = value! }),
        Setting.Of(Options.Flag("--anomaly", "Stop at the first NaN and name the op that made it; slow."),
            (config, value) => config with { Anomaly = value }),
    ];

    public override IReadOnlyList<Option> All => [protocol, .. settings.Select(setting => setting.Option)];

    /// <summary>The network of the protocol as typed, null without one.</summary>
    public string? Network(Invocation invocation, int rank) =>
        invocation.Value(protocol) is { } name ? TrainingProtocol.NetworkOf(name, rank) : null;

    /// <summary>A run on images with a label for each pixel, as typed.</summary>
    public TrainConfig Dense(Invocation invocation, DenseSplits data, ModelConfig model)
    {
        invocation.Refuse(Named("--protocol", "--test-steps"),
            $"* is for data with a label for each image; leave it out for {data.Name}.");
        return Apply(invocation, Defaults with
        {
            Data = data.Name,
            Model = model,
            InputSize = DenseSize,
            BatchSize = DenseBatchSize,
            ValidationImages = data.Train.Count < 2 ? 0 : Math.Max(1, data.Train.Count / 8),
        });
    }

    /// <summary>A run on images with a label each, as typed.</summary>
    public TrainConfig Config(Invocation invocation, string data, ModelConfig model, int imageSize)
    {
        invocation.Refuse(Named("--steps", "--validation-images", "--loss"),
            $"* is for data with a label for each pixel; leave it out for {data}.");
        return Apply(invocation, invocation.Value(protocol) is { } name
            ? TrainingProtocol.Of(name, data, model, imageSize, invocation.Value(size), invocation.Value(epochs))
            : Defaults with { Data = data, Model = model });
    }

    private IEnumerable<Option> Named(params string[] names) => All.Where(option => names.Contains(option.Name));

    private TrainConfig Apply(Invocation invocation, TrainConfig config) => settings.Aggregate(
        invocation.Seed is { } seed ? config with { Seed = (ulong)seed } : config,
        (changed, setting) => setting.Apply(invocation, changed));

    private sealed record Setting(Option Option, Func<Invocation, TrainConfig, TrainConfig> Apply)
    {
        public static Setting Of<T>(Option<T> option, Func<TrainConfig, T, TrainConfig> change) => new(option,
            (invocation, config) => invocation.Given(option) ? change(config, invocation.Value(option)!) : config);
    }
}
