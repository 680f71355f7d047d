using System.Text.Json.Serialization;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>The settings of a training run, written to config.json of its folder.</summary>
public sealed record TrainConfig
{
    /// <summary>The data, as in <c>medmnist:breastmnist</c>.</summary>
    public required string Data { get; init; }

    /// <summary>The network.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>Edge length that images are resized to; of patches, where each pixel has a label.</summary>
    public required int InputSize { get; init; }

    /// <summary>Random changes of training images, as the text of a pipeline (<c>crop:0.5-1,jitter:0.1</c>) or, where each pixel
    /// has a label, of <see cref="PatchSteps"/>; empty for none.</summary>
    public string Augment { get; init; } = "";

    /// <summary>Fixed changes of validation and test images between resizing and normalisation; empty for none.</summary>
    public string TestSteps { get; init; } = "";

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Images a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Steps of an epoch where patches are drawn at random, since each pixel has a label.</summary>
    public int StepsPerEpoch { get; init; } = 100;

    /// <summary>Training images that are held back for validation where each pixel has a label.</summary>
    public int ValidationImages { get; init; }

    /// <summary>Loss where each pixel has a label: cross-entropy, dice or both (their sum).</summary>
    public string Loss { get; init; } = "cross-entropy";

    /// <summary>sgd, adam or adamw.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>Learning rate after warm-up.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Momentum of sgd.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay: added to the gradient by sgd and adam, apart from it by adamw.</summary>
    public double WeightDecay { get; init; }

    /// <summary>constant, cosine or multistep.</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>Epochs at which multistep multiplies the rate by <see cref="Gamma"/>.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>Factor of multistep.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Where cosine ends.</summary>
    public double MinLearningRate { get; init; } = 1e-6;

    /// <summary>Epochs in which the rate rises linearly.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>Share of the target given to all classes alike.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Weigh classes inversely to how often they occur in training.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Stop after so many epochs without a better validation score; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>What a better score is: auc, accuracy or loss, on the validation split.</summary>
    public string SelectBy { get; init; } = "auc";

    /// <summary>Seed of initial weights, order of images, augmentation and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Stop at the first NaN or infinity with the op that made it; slow.</summary>
    public bool Anomaly { get; init; }

    /// <summary>Shape of a batch of one: [1, C, size…].</summary>
    [JsonIgnore]
    public Shape InputShape => [1, Model.InChannels, .. Enumerable.Repeat(InputSize, Model.Rank)];

    /// <summary>Checks what can be checked without data.</summary>
    /// <exception cref="ArgumentException">A setting is out of range or unknown; the message names it.</exception>
    public void Validate()
    {
        Require(InputSize > 0, $"The input size is positive, not {InputSize}");
        Require(Epochs > 0, $"The number of epochs is positive, not {Epochs}");
        Require(StepsPerEpoch > 0, $"The number of steps an epoch is positive, not {StepsPerEpoch}");
        Require(ValidationImages >= 0, $"The number of validation images is not negative, as {ValidationImages} is");
        Require(Loss is "cross-entropy" or "dice" or "both", $"The loss is cross-entropy, dice or both, not '{Loss}'");
        Require(BatchSize > 0, $"The batch size is positive, not {BatchSize}");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), $"The learning rate is positive, not {LearningRate}");
        Require(LabelSmoothing is >= 0 and < 1, $"Label smoothing is from 0 up to, not including, 1, not {LabelSmoothing}");
        Require(Patience >= 0 && WarmupEpochs >= 0, "Patience and warm-up are not negative");
        Require(Optimizer is "sgd" or "adam" or "adamw", $"The optimizer is sgd, adam or adamw, not '{Optimizer}'");
        Require(Schedule is "constant" or "cosine" or "multistep",
            $"The schedule is constant, cosine or multistep, not '{Schedule}'");
        Require(SelectBy is "auc" or "accuracy" or "loss",
            $"A checkpoint is selected by auc, accuracy or loss, not '{SelectBy}'");
        Require(!Equivariant.Data.Pipeline.Parse(TestSteps).IsRandom,
            $"The test steps leave nothing to chance, as '{TestSteps}' does");
        NetworkKind.Parse(Model.Name);
        if (Model.Conv is not null)
            ConvKind.Parse(Model.Conv);

        static void Require(bool holds, string what)
        {
            if (!holds)
                throw new ArgumentException($"{what}.");
        }
    }
}
