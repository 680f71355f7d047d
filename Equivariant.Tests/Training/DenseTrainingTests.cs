using Equivariant.Tests.Formats;
using static Equivariant.Tests.Support.Refusal;

namespace Equivariant.Tests.Training;

public sealed class DenseTrainingTests : FolderTests
{
    private readonly DenseSplits data = DataSpec.OpenDense("synthetic:em?size=64&train=4&test=1");

    private TrainConfig Config => new()
    {
        Data = data.Name,
        Model = new() { Name = "inception-fcn-paper", Width = 4, Classes = 2 },
        InputSize = 32,
        Augment = "d4,elastic:2,jitter",
        Epochs = 3,
        StepsPerEpoch = 4,
        BatchSize = 2,
        ValidationImages = 1,
        Loss = "both",
        BalanceClasses = true,
        LearningRate = 5e-3,
    };

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void AnInterruptedRunContinuesToTheBit(int epoch) => Interruption.ChangesNothing(Folder.Path, Config, data, epoch);

    [Fact]
    public void WithoutValidationTheLastEpochIsTheBest()
    {
        using var run = TrainingRun.Start(PathOf("run"), Config with { ValidationImages = 0 }, data);
        run.Run();
        Assert.Equal(3, run.BestEpoch);
        Assert.All(run.Epochs, epoch => Assert.True(double.IsNaN(epoch.ValidationLoss) && double.IsFinite(epoch.TrainLoss)));
        Assert.Equal(3, new RunFolder(PathOf("run")).ReadMetrics().Count);
        using var model = TrainedModel.Open(PathOf("run"));
        Assert.Equal("inception-fcn-paper", model.Config.Model.Name);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refused<DataException>(() => Start(Config with { InputSize = 30 }), "multiples of 8, not patches of 30 pixels; use 32");
        Refused<DataException>(() => Start(Config with { Model = Config.Model with { Classes = 3 } }), "2 classes", "3 outputs");
        Refused<DataException>(
            () => Start(Config with { Model = Config.Model with { Name = "small-cnn" } }), "small-cnn", "unet");
        Refused<DataException>(() => Start(Config with { ValidationImages = 4 }), "4 cannot be held back");
        Refused<ArgumentException>(() => Start(Config with { Loss = "hinge" }), "hinge");
        Refused<ArgumentException>(() => Start(Config with { Augment = "crop" }), "crop", "d4");
    }

    [Theory]
    [InlineData("elastic:x", "'x' in 'elastic:x' is no number from 0 to 100")]
    [InlineData("d4,d4", "d4 twice")]
    [InlineData("d4:2", "d4:2")]
    public void TextOfPatchStepsIsChecked(string text, string message) =>
        Refused<ArgumentException>(() => PatchSteps.Parse(text), message);

    [Fact]
    public void PatchStepsAreRead()
    {
        var options = PatchSteps.Parse("d4, elastic:2.5,jitter:0.2");
        Assert.True(options.Dihedral);
        Assert.Equal(2.5, options.Elastic!.Displacement);
        Assert.Equal(0.16, options.Jitter!.Brightness, 1e-12);
        Assert.Equal(new PatchOptions(), PatchSteps.Parse(""));
    }

    private TrainingRun Start(TrainConfig config) => TrainingRun.Start(PathOf("refused"), config, data);
}
