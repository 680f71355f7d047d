using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Training;

public sealed class TrainingRunTests : FolderTests
{
    private readonly DataSplits data = DataSpec.Open("synthetic:shapes?size=16&train=96&validation=36&test=36");

    private TrainConfig Config => new()
    {
        Data = "synthetic:shapes?size=16&train=96&validation=36&test=36",
        Model = new() { Name = "small-cnn", Conv = "sre", Width = 4, KernelSizes = [3], Classes = data.Labels.Classes },
        InputSize = 16,
        Augment = "translate:0.1",
        Epochs = 4,
        BatchSize = 32,
        LearningRate = 5e-3,
    };

    /// <summary>Stopped in the middle of its third epoch.</summary>
    [Fact]
    public void AnInterruptedRunContinuesToTheBit() => Interruption.ChangesNothing(Folder.Path, Config, data, 3);

    [Fact]
    public void TheResultDoesNotDependOnTheNumberOfThreads()
    {
        var weights = new List<byte[]>();
        foreach (var threads in new[] { 1, 3 })
        {
            using var device = new CpuDevice(threads);
            using var run = TrainingRun.Start(PathOf($"threads{threads}"), Config with { Epochs = 2 }, data, device);
            run.Run();
            weights.Add(File.ReadAllBytes(PathOf($"threads{threads}/last.safetensors")));
        }
        Assert.Equal(weights[0], weights[1]);
    }

    [Fact]
    public void TheBestCheckpointIsChosenOnValidationAndOpensByItself()
    {
        using var run = TrainingRun.Start(PathOf("run"), Config, data);
        run.Run();
        var best = run.Epochs.MaxBy(epoch => epoch.ValidationAuc)!;
        Assert.Equal(best.Epoch, run.BestEpoch);
        using var model = TrainedModel.Open(PathOf("run"));
        Assert.Equal(Config.Model.Name, model.Config.Model.Name);
        var predictions = Predictor.Predict(model.Network, data.Validation, model.Pipeline);
        Assert.Equal(best.ValidationLoss, predictions.Loss(), 1e-6);
        Assert.Equal(best.ValidationAuc!.Value, Score.Of(predictions).Auc!.Value, 1e-9);
    }

    [Fact]
    public void TrainingLowersTheLoss()
    {
        using var run = TrainingRun.Start(PathOf("run"), Config with { Epochs = 30, LearningRate = 2e-2, Augment = "" }, data);
        run.Run();
        Assert.True(run.Epochs[^1].TrainLoss < 0.8 * run.Epochs[0].TrainLoss,
            $"{run.Epochs[0].TrainLoss} → {run.Epochs[^1].TrainLoss}");
    }

    [Fact]
    public void PatienceEndsARun()
    {
        using var run = TrainingRun.Start(PathOf("run"), Config with { Epochs = 50, Patience = 2, LearningRate = 1e-9 }, data);
        run.Run();
        Assert.True(run.Epochs.Count < 50);
        Assert.Equal(2, run.Epochs.Count - run.BestEpoch);
    }

    [Fact]
    public void LiveBytesAfterAThousandStepsAreThoseAfterTen()
    {
        using var device = new CpuDevice();
        using var trainer = Trainer.Of(Config, new Rng(1), device);
        var loader = new BatchLoader(data.Train.Range(0, 8), Pipelines.Evaluation(Config), new() { BatchSize = 8 }, new Rng(1));
        var batch = loader.Epoch(0).First();
        var afterTen = 0L;
        for (var step = 1; step <= 1000; step++)
        {
            Step();
            if (step == 10)
                afterTen = device.Memory.LiveBytes;
        }
        Assert.Equal(afterTen, device.Memory.LiveBytes);

        void Step()
        {
            using var images = batch.ToTensor(device);
            using var labels = batch.LabelTensor(device);
            trainer.Step(images, logits => Ops.CrossEntropy(logits, labels)).Dispose();
        }
    }

    [Fact]
    public void MistakesAreNamedBeforeAnythingIsWritten()
    {
        Contains<DataException>("6 classes, the model has 3 outputs", Config with { Model = Config.Model with { Classes = 3 } });
        Contains<DataException>("the model takes 3 channel(s)", Config with { Model = Config.Model with { InChannels = 3 } });
        Contains<ArgumentException>("There is no model 'nonsense'",
            Config with { Model = Config.Model with { Name = "nonsense" } });
        Contains<ArgumentException>("There is no convolution 'nonsense'",
            Config with { Model = Config.Model with { Conv = "nonsense" } });
        Contains<ArgumentException>("learning rate is positive", Config with { LearningRate = -1 });
        Contains<ArgumentException>("optimizer is sgd, adam or adamw", Config with { Optimizer = "lion" });

        void Contains<T>(string message, TrainConfig config) where T : Exception
        {
            Assert.Contains(message, Assert.ThrowsAny<T>(() => TrainingRun.Start(PathOf("bad"), config, data)).Message);
            Assert.False(Directory.Exists(PathOf("bad")));
        }
    }

    [Fact]
    public void ARunIsNotOverwrittenWithoutForce()
    {
        TrainingRun.Start(PathOf("run"), Config, data).Dispose();
        Assert.Contains("--force", Assert.Throws<IOException>(() => TrainingRun.Start(PathOf("run"), Config, data)).Message);
        TrainingRun.Start(PathOf("run"), Config with { Epochs = 9 }, data, force: true).Dispose();
        Assert.Equal(9, new RunFolder(PathOf("run")).ReadConfig().Epochs);
    }

    [Fact]
    public void AFolderServesOneRunAtATime()
    {
        using (var run = TrainingRun.Start(PathOf("run"), Config with { Epochs = 1 }, data))
        {
            InUse(() => TrainingRun.Start(PathOf("run"), Config, data, force: true));
            InUse(() => TrainingRun.Resume(PathOf("run"), data));
            run.Run();
        }
        using (var again = TrainingRun.Resume(PathOf("run"), data))
            Assert.Single(again.Epochs);
        Assert.DoesNotContain(Directory.GetFiles(PathOf("run")), file => file.EndsWith("in-use", StringComparison.Ordinal));

        static void InUse(Func<TrainingRun> open) =>
            Refused<IOException>(open, "another process");
    }

    [Fact]
    public void WeightsOfAnotherNetworkAreRefused()
    {
        using var narrow = ConvNet.Small(1, 6, new Initializer(new Rng(1)), RingConvs.Sre, width: 4);
        using var wide = ConvNet.Small(1, 6, new Initializer(new Rng(1)), RingConvs.Sre, width: 8);
        using var plain = ConvNet.Small(1, 6, new Initializer(new Rng(1)), ConvKind.Plain, width: 4, kernelSize: 3);
        Weights.Save(narrow, PathOf("narrow.safetensors"));
        var before = wide.NamedParameters().First().Value.ToDoubles();
        foreach (var other in new Module[] { wide, plain, new ResNet(ResNetOptions.Sre(6), new Initializer(new Rng(1))) })
            Assert.Contains("another network",
                Assert.Throws<FileFormatException>(() => Weights.Load(other, PathOf("narrow.safetensors"))).Message);
        Assert.Equal(before, wide.NamedParameters().First().Value.ToDoubles());
    }

    [Fact]
    public void DivergenceIsNamed()
    {
        using var run = TrainingRun.Start(PathOf("run"), Config with { Optimizer = "sgd", LearningRate = 1e30 }, data);
        Assert.Contains("lower the learning rate", Assert.Throws<TrainingException>(() => run.Run()).Message);
    }
}
