namespace Equivariant.Tests.Augmentation;

public class PipelineTests
{
    [Fact]
    public void ThePapersPipelinesCanBeRead()
    {
        var training = Pipeline.Parse(Pipeline.PaperTraining2D);
        Assert.Equal(["resize:32", "crop:0.5-1", "jitter:0.1", "normalize", "translate:0.1"],
            training.Steps.Select(step => step.Text));
        Assert.Equal([3, 32, 32], training.OutputShape([3, 28, 28]));
        Assert.True(training.IsRandom);
        Assert.Equal([1, 32, 32, 32], Pipeline.Parse(Pipeline.PaperTraining3D).OutputShape([1, 28, 28, 28]));
        Assert.False(Pipeline.Parse(Pipeline.PaperEvaluation).IsRandom);
    }

    [Fact]
    public void NoStepsLeaveTheImage()
    {
        var image = new Image([1, 2], [1, 1, 2]);
        Assert.Equal([1, 2], Pipeline.Parse("").Apply(image, new Rng(1)).Values);
        Assert.Equal([1, 1, 2], new Pipeline().OutputShape(image.Shape));
        Assert.Throws<ShapeException>(() => new Pipeline().OutputShape([2, 2]));
    }

    [Fact]
    public void APipelineWrittenAndReadIsTheSame()
    {
        var steps = Pipeline.Parse("resize:8x9:nearest, crop:0.5-1,jitter:0.1,zoom:0.2,blur:0.5,normalize,translate:0.1,"
            + "rotate:30:bilinear,flip:hv");
        var read = Pipeline.Parse(steps.ToString());
        Assert.Equal(steps.ToString(), read.ToString());
        var shape = new Shape(3, 7, 7);
        Image Fresh() => new([.. Enumerable.Range(0, 147).Select(i => i / 147f)], shape);
        for (var seed = 0UL; seed < 20; seed++)
            Assert.Equal(steps.Apply(Fresh(), new Rng(seed)).Values, read.Apply(Fresh(), new Rng(seed)).Values);
        Assert.NotEqual(steps.Apply(Fresh(), new Rng(1)).Values, steps.Apply(Fresh(), new Rng(2)).Values);
    }

    [Theory]
    [InlineData("rezise:32", "There is no step 'rezise'")]
    [InlineData("resize:32,,flip", "There is no step ''")]
    [InlineData("resize", "argument 1 is missing; write resize:SIZE")]
    [InlineData("resize:", "argument 1 is missing")]
    [InlineData("resize:3.5", "'3.5' is no whole number from 1 to 4096")]
    [InlineData("resize:0", "'0' is no whole number")]
    [InlineData("resize:32:cubic", "'cubic' is none of nearest, bilinear")]
    [InlineData("resize:32:nearest:1", "more than 2 arguments")]
    [InlineData("crop:0.5", "is no interval")]
    [InlineData("crop:1-0.5", "begins with the larger")]
    [InlineData("crop:0-1", "'0' is no number from 0.01 to 1")]
    [InlineData("jitter:2", "'2' is no number from 0 to 1")]
    [InlineData("jitter:NaN", "'NaN' is no number")]
    [InlineData("translate", "argument 1 is missing")]
    [InlineData("translate:-0.1", "'-0.1' is no number from 0 to 1")]
    [InlineData("zoom:1", "'1' is no number from 0 to 0.9")]
    [InlineData("blur:-1", "'-1' is no number from 0 to 10")]
    [InlineData("rotate:400", "'400' is no number from 0 to 360")]
    [InlineData("rotate:north", "'north' is no number from 0 to 360")]
    [InlineData("flip:z", "'z' is none of h, v, d")]
    [InlineData("normalize:0:0", "'0' is no number from 1E-06")]
    [InlineData("normalize,jitter:0.1", "put it before normalize")]
    public void WhatCannotBeReadSaysWhy(string text, string reason) =>
        Refused<PipelineException>(() => Pipeline.Parse(text), reason);

    [Fact]
    public void EveryStepHasAForm() =>
        Assert.Equal(["blur", "crop", "fade", "flip", "jitter", "normalize", "resize", "rotate", "translate", "zoom"],
            Pipeline.Usages.Select(usage => usage.Split(':', '[')[0]));
}
