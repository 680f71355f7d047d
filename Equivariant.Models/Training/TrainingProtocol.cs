using Equivariant.Data;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>The published ways to train on MedMNIST, as settings of a run.</summary>
internal static class TrainingProtocol
{
    /// <summary>Du et al., SRE-Conv (2025): sgd, images of 32 pixels, cropped, jittered and shifted, never turned.</summary>
    public const string SreConv = "sre-conv";

    /// <summary>Yang et al., MedMNIST v2 (2023): adam, images as they are, nothing random.</summary>
    public const string MedMnist = "medmnist";

    // MedMNIST trains on these with volumes faded by a random factor and tests at one half: their voxels are all 0 or 1.
    private static readonly string[] Shapes = ["adrenalmnist3d", "vesselmnist3d"];

    public static IReadOnlyList<string> Names { get; } = [SreConv, MedMnist];

    /// <summary>The network that a protocol is published with, for images (rank 2) or volumes (3).</summary>
    public static string NetworkOf(string protocol, int rank) => (Known(protocol), rank) switch
    {
        (SreConv, 2) => "sre-resnet18",
        (SreConv, _) => "sre-r3d18",
        (_, 2) => "resnet18",
        _ => "r3d18",
    };

    /// <summary>The settings of a protocol. They differ from the published code in three points: the cosine falls with every
    /// step, not every epoch; grey images keep one channel; both choose the epoch of the best validation AUC.</summary>
    /// <param name="protocol">One of <see cref="Names"/>.</param>
    /// <param name="data">The data, as in <c>medmnist:breastmnist</c>.</param>
    /// <param name="model">The network.</param>
    /// <param name="imageSize">Edge length of the stored images.</param>
    /// <param name="size">Edge length to train at, null for the protocol's.</param>
    /// <param name="epochs">Epochs, null for the protocol's 100; milestones keep their share of them.</param>
    public static TrainConfig Of(
        string protocol, string data, ModelConfig model, int imageSize, int? size = null, int? epochs = null)
    {
        var volumes = model.Rank == 3;
        var config = new TrainConfig { Data = data, Model = model, InputSize = size ?? 0, Epochs = epochs ?? 100, Seed = 1 };
        if (Known(protocol) == MedMnist)
        {
            var faded = DataSpec.Parse(data) is { Scheme: "medmnist" } spec && Shapes.Contains(spec.Target);
            return config with
            {
                InputSize = size ?? imageSize,
                Optimizer = "adam",
                LearningRate = 1e-3,
                Schedule = "multistep",
                Milestones = [.. new[] { config.Epochs / 2, config.Epochs * 3 / 4 }.Where(epoch => epoch > 0).Distinct()],
                Gamma = 0.1,
                BatchSize = volumes ? 32 : 128,
                Augment = faded ? "fade:0-1" : "",
                TestSteps = faded ? "fade:0.5-0.5" : "",
            };
        }
        var edge = size ?? 32;
        var steps = Pipeline.Parse(volumes ? Pipeline.PaperTraining3D : Pipeline.PaperTraining2D).Steps;
        return config with
        {
            InputSize = edge,
            Optimizer = "sgd",
            Momentum = 0.9,
            WeightDecay = 1e-3,
            LearningRate = volumes ? 1e-2 : 2e-2,
            Schedule = "cosine",
            MinLearningRate = 1e-6,
            BatchSize = volumes ? 4 : 128,
            Augment = new Pipeline(
                steps.Select(step => step.Text.StartsWith("resize:") ? Resize.To([edge]) : step)).ToString(),
        };
    }

    private static string Known(string protocol) => Names.Contains(protocol)
        ? protocol : throw new ArgumentException($"There is no protocol '{protocol}'; there are {string.Join(", ", Names)}.");
}
