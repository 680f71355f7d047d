using System.CommandLine;
using Equivariant.Cli.Hosting;

namespace Equivariant.Cli.Verbs;

/// <summary>The options that say how to train. What is not typed is as in <see cref="TrainConfig"/>.</summary>
internal sealed class TrainOptions : OptionSet
{
    private static readonly TrainConfig Defaults = new() { Data = "", InputSize = 32, Model = new() { Name = "", Classes = 2 } };

    private const int DenseSize = 128, DenseBatchSize = 8;

    private readonly Option<string?> protocol = Options.Choice(
        "--protocol", "A published way to train, which the other options then change: SRE-Conv's, or MedMNIST's own.",
        [.. TrainingProtocol.Names]);

    private readonly Option<int?> size = Options.Int(
        "--size", "Edge length that images are resized to, or of patches. Without it: 32, patches 128.", 1, 4096);

    private readonly Option<string?> augment = Options.Text(
        "--augment", "STEPS",
        "Random changes of training images, such as crop:0.5-1,jitter:0.1; of patches d4,elastic,jitter. Without it: none.");

    private readonly Option<string?> testSteps = Options.Text(
        "--test-steps", "STEPS", "Fixed changes of validation and test images, such as fade:0.5-0.5. Without it: none.");

    private readonly Option<int?> epochs = Options.Int(
        "--epochs", $"Passes over the training images. Without it: {Defaults.Epochs}.", 1);
    private readonly Option<int?> batchSize = Options.Int(
        "--batch-size", $"Images a step. Without it: {Defaults.BatchSize}, patches {DenseBatchSize}.", 1);
    private readonly Option<int?> steps = Options.Int(
        "--steps", $"Steps of an epoch, for labels of pixels. Without it: {Defaults.StepsPerEpoch}.", 1);
    private readonly Option<int?> validationImages = Options.Int(
        "--validation-images", "Last training images to hold back, for labels of pixels. Without it: an eighth.", 0);
    private readonly Option<string?> loss = Options.Choice(
        "--loss", $"Loss for labels of pixels. Without it: {Defaults.Loss}.", "cross-entropy", "dice", "both");

    private readonly Option<string?> optimizer = Options.Choice(
        "--optimizer", $"How weights move. Without it: {Defaults.Optimizer}.", "sgd", "adam", "adamw");

    private readonly Option<double?> learningRate = Options.Number(
        "--lr", $"Learning rate. Without it: {Defaults.LearningRate}.", 0);
    private readonly Option<double?> momentum = Options.Number(
        "--momentum", $"Momentum of sgd. Without it: {Defaults.Momentum}.", 0, 1);
    private readonly Option<bool> nesterov = Options.Flag("--nesterov", "Use Nesterov's form of momentum.");
    private readonly Option<double?> weightDecay = Options.Number("--weight-decay", "Weight decay. Without it: 0.", 0);

    private readonly Option<string?> schedule = Options.Choice(
        "--schedule", $"How the learning rate changes. Without it: {Defaults.Schedule}.", "constant", "cosine", "multistep");

    private readonly Option<int[]?> milestones = Options.Ints("--milestones", "Epochs at which multistep lowers the rate.", 1);
    private readonly Option<double?> gamma = Options.Number(
        "--gamma", $"Factor of multistep. Without it: {Defaults.Gamma}.", 0, 1);
    private readonly Option<double?> minLearningRate = Options.Number("--min-lr", "Where cosine ends. Without it: 1e-6.", 0);
    private readonly Option<int?> warmupEpochs = Options.Int(
        "--warmup-epochs", "Epochs in which the rate rises. Without it: 0.", 0);
    private readonly Option<double?> labelSmoothing = Options.Number(
        "--label-smoothing", "Share of the target spread over all classes.", 0, 0.999);
    private readonly Option<bool> balanceClasses = Options.Flag("--balance-classes", "Weigh rare classes more.");
    private readonly Option<int?> patience = Options.Int(
        "--patience", "Stop after so many epochs without a better validation score.", 0);

    private readonly Option<string?> selectBy = Options.Choice(
        "--select-by", $"What the best checkpoint is best at, on the validation images. Without it: {Defaults.SelectBy}.",
        "auc", "accuracy", "loss");

    private readonly Option<bool> anomaly = Options.Flag(
        "--anomaly", "Stop at the first NaN and name the op that made it; slow.");

    /// <summary>The network of the protocol as typed, null without one.</summary>
    public string? Network(Invocation invocation, int rank) =>
        invocation.Value(protocol) is { } name ? TrainingProtocol.NetworkOf(name, rank) : null;

    /// <summary>A run on images with a label for each pixel, as typed.</summary>
    public TrainConfig Dense(Invocation invocation, DenseSplits data, ModelConfig model)
    {
        if (new Option[] { protocol, testSteps }.FirstOrDefault(invocation.Given) is { } other)
            throw new WrongArgumentsException(
                $"{other.Name} is for data with a label for each image; leave it out for {data.Name}.");
        return Common(invocation, Defaults with { Data = data.Name, Model = model, Seed = 0 }) with
        {
            InputSize = invocation.Value(size) ?? DenseSize,
            BatchSize = invocation.Value(batchSize) ?? DenseBatchSize,
            StepsPerEpoch = invocation.Value(steps) ?? Defaults.StepsPerEpoch,
            ValidationImages = invocation.Value(validationImages)
                ?? (data.Train.Count < 2 ? 0 : Math.Max(1, data.Train.Count / 8)),
            Loss = invocation.Value(loss) ?? Defaults.Loss,
        };
    }

    /// <summary>A run on images with a label each, as typed.</summary>
    public TrainConfig Config(Invocation invocation, string data, ModelConfig model, int imageSize)
    {
        if (new Option[] { steps, validationImages, loss }.FirstOrDefault(invocation.Given) is { } dense)
            throw new WrongArgumentsException($"{dense.Name} is for data with a label for each pixel; leave it out for {data}.");
        return Common(invocation, invocation.Value(protocol) is { } name
            ? TrainingProtocol.Of(name, data, model, imageSize, invocation.Value(size), invocation.Value(epochs))
            : Defaults with { Data = data, Model = model, Seed = 0 });
    }

    private TrainConfig Common(Invocation invocation, TrainConfig basis) => basis with
    {
        InputSize = invocation.Value(size) ?? basis.InputSize,
        Augment = invocation.Value(augment) ?? basis.Augment,
        TestSteps = invocation.Value(testSteps) ?? basis.TestSteps,
        Epochs = invocation.Value(epochs) ?? basis.Epochs,
        BatchSize = invocation.Value(batchSize) ?? basis.BatchSize,
        Optimizer = invocation.Value(optimizer) ?? basis.Optimizer,
        LearningRate = invocation.Value(learningRate) ?? basis.LearningRate,
        Momentum = invocation.Value(momentum) ?? basis.Momentum,
        Nesterov = invocation.Value(nesterov) || basis.Nesterov,
        WeightDecay = invocation.Value(weightDecay) ?? basis.WeightDecay,
        Schedule = invocation.Value(schedule) ?? basis.Schedule,
        Milestones = invocation.Value(milestones) ?? basis.Milestones,
        Gamma = invocation.Value(gamma) ?? basis.Gamma,
        MinLearningRate = invocation.Value(minLearningRate) ?? basis.MinLearningRate,
        WarmupEpochs = invocation.Value(warmupEpochs) ?? basis.WarmupEpochs,
        LabelSmoothing = invocation.Value(labelSmoothing) ?? basis.LabelSmoothing,
        BalanceClasses = invocation.Value(balanceClasses) || basis.BalanceClasses,
        Patience = invocation.Value(patience) ?? basis.Patience,
        SelectBy = invocation.Value(selectBy) ?? basis.SelectBy,
        Seed = invocation.Seed is { } seed ? (ulong)seed : basis.Seed,
        Anomaly = invocation.Value(anomaly),
    };
}
