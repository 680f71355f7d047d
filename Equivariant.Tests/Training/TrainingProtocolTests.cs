using Equivariant.Tests.Cli;

namespace Equivariant.Tests.Training;

public class TrainingProtocolTests
{
    [Fact]
    public void TheSreConvPapersSettings()
    {
        var images = Of("sre-conv", "medmnist:breastmnist", 2);
        Assert.Equal(("sgd", 0.9, 1e-3, 2e-2, "cosine", 1e-6, 128, 100, 32), (images.Optimizer, images.Momentum,
            images.WeightDecay, images.LearningRate, images.Schedule, images.MinLearningRate, images.BatchSize, images.Epochs,
            images.InputSize));
        Assert.Equal(Pipeline.PaperTraining2D, Pipelines.Training(images).ToString());

        var volumes = Of("sre-conv", "medmnist:adrenalmnist3d", 3);
        Assert.Equal((1e-2, 4, 32, ""), (volumes.LearningRate, volumes.BatchSize, volumes.InputSize, volumes.TestSteps));
        Assert.Equal(Pipeline.PaperTraining3D, Pipelines.Training(volumes).ToString());
        Assert.All([images, volumes], config => Assert.Equal(Pipeline.PaperEvaluation, Pipelines.Evaluation(config).ToString()));
    }

    [Fact]
    public void MedMnistsSettings()
    {
        var images = Of("medmnist", "medmnist:breastmnist?size=64", 2, imageSize: 64);
        Assert.Equal(("adam", 1e-3, 0.0, "multistep", 0.1, 128, 100, 64, "auc"), (images.Optimizer, images.LearningRate,
            images.WeightDecay, images.Schedule, images.Gamma, images.BatchSize, images.Epochs, images.InputSize,
            images.SelectBy));
        Assert.Equal([50, 75], images.Milestones);
        Assert.False(Pipelines.Training(images).IsRandom);
        Assert.Equal(32, Of("medmnist", "medmnist:nodulemnist3d", 3).BatchSize);
        Assert.Equal([5, 7], Of("medmnist", "medmnist:breastmnist", 2, epochs: 10).Milestones);
        Assert.Empty(Of("medmnist", "medmnist:breastmnist", 2, epochs: 1).Milestones);
    }

    [Theory]
    [InlineData("medmnist:adrenalmnist3d", true)]
    [InlineData("medmnist:vesselmnist3d?size=64", true)]
    [InlineData("medmnist:organmnist3d", false)]
    public void VolumesOfShapesAreFaded(string data, bool faded)
    {
        var config = Of("medmnist", data, 3);
        var white = Pipelines.Evaluation(config).Apply(
            new Image([1, .. new float[28 * 28 * 28 - 1]], [1, 28, 28, 28]), new Rng(1));
        Assert.Equal(faded ? 0 : 1, white.Values[0], 1e-6);
        Assert.Equal(faded, Pipelines.Training(config).IsRandom);
    }

    [Theory]
    [InlineData("sre-conv", 2)]
    [InlineData("sre-conv", 3)]
    [InlineData("medmnist", 2)]
    [InlineData("medmnist", 3)]
    public void NothingIsTurnedOrMirroredAndEveryProtocolIsValid(string protocol, int rank)
    {
        var config = Of(protocol, "medmnist:vesselmnist3d", rank);
        config.Validate();
        Assert.DoesNotContain(Pipelines.Training(config).Steps, step => step.Text.StartsWith("rotate") || step.Text.StartsWith("flip"));
        Shape image = [1, .. Enumerable.Repeat(28, rank)];
        Assert.Equal(config.InputShape.ToArray()[1..], Pipelines.Training(config).OutputShape(image).ToArray());
        Assert.True(NetworkKind.Parse(TrainingProtocol.NetworkOf(protocol, rank)).IsFor(rank));
    }

    [Fact]
    public void AnotherSizeReachesTheAugmentationToo() => Assert.Equal([1, 64, 64], Pipelines.Training(
        Of("sre-conv", "medmnist:breastmnist", 2, size: 64)).OutputShape([1, 28, 28]).ToArray());

    [Fact]
    public void AnUnknownProtocolIsRefused() =>
        Refused<ArgumentException>(() => Of("sreconv", "x", 2), "sre-conv, medmnist");

    [Fact]
    public void EveryOptionStillCounts()
    {
        using var folder = new TemporaryFolder();
        const string Data = "synthetic:shapes?size=16&train=24&validation=24&test=24";
        Call.Of("train", "--data", Data, "--out", folder.Path, "--protocol", "sre-conv", "--model", "small-cnn", "--width", "4",
            "--size", "16", "--epochs", "1", "--lr", "0.005", "--batch-size", "12").Succeeded();
        var config = new RunFolder(folder.Path).ReadConfig();
        Assert.Equal(("sgd", 0.005, 12, 1e-3, 1UL, "small-cnn"), (config.Optimizer, config.LearningRate, config.BatchSize,
            config.WeightDecay, config.Seed, config.Model.Name));
        Assert.Contains("crop:0.5-1", config.Augment);
        Assert.Contains("resize:16", config.Augment);

        Assert.Contains("--protocol", Call.Of("train", "--data", "synthetic:em?size=32&train=3&test=2", "--out", folder.File("x"),
            "--protocol", "medmnist").Failed(2));
        Assert.Contains("nothing to chance", Call.Of("train", "--data", Data, "--out", folder.File("y"), "--width", "4",
            "--size", "16", "--test-steps", "fade:0-1").Failed(1));
    }

    private static TrainConfig Of(
        string protocol, string data, int rank, int imageSize = 28, int? size = null, int? epochs = null) =>
        TrainingProtocol.Of(protocol, data, new ModelConfig
        {
            Name = rank == 2 ? "sre-resnet18" : "sre-r3d18",
            Classes = 2,
            Rank = rank,
        }, imageSize, size, epochs);
}
