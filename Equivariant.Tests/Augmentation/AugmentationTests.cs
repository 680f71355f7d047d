namespace Equivariant.Tests.Augmentation;

public class AugmentationTests
{
    [Fact]
    public void ResizeByHand()
    {
        var image = new Image([0, 4, 8, 12], [1, 2, 2]);
        Assert.Equal(
            [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12],
            Step("resize:4").Apply(image, new Rng(0)).Values);
        Assert.Equal(
            [0, 0, 4, 8, 8, 12],
            Step("resize:2x3:nearest").Apply(image, new Rng(0)).Values);
        Assert.Equal([6], Step("resize:1").Apply(image, new Rng(0)).Values);
    }

    [Fact]
    public void ResizeOfVolumesAndChannels()
    {
        var image = Counting([2, 2, 2, 2]);
        var result = Step("resize:1x2x4").Apply(image, new Rng(0));
        Assert.Equal([2, 1, 2, 4], result.Shape);
        Assert.Equal([3, 3.25f, 3.75f, 4, 5, 5.25f, 5.75f, 6], result.Values[..8]);
        Assert.Throws<ShapeException>(() => Step("resize:2x2").OutputShape([1, 4, 4, 4]));
    }

    [Fact]
    public void CropOfTheWholeImageKeepsItAndConstantImagesStayConstant()
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            foreach (var shape in (Shape[])[[3, 8, 11], [1, 5, 7, 6]])
            {
                var flat = new Image([.. Enumerable.Repeat(0.25f, (int)shape.Count)], shape);
                var result = Step("crop:0.3-1").Apply(flat, new Rng(seed));
                Assert.Equal(shape, result.Shape);
                Assert.All(result.Values, value => Assert.Equal(0.25f, value));
            }
        }
        // A square's whole area has room for no ratio but 1: all tries fail, the image stays.
        var image = Counting([1, 6, 6]);
        Assert.Equal(image.Values, Step("crop:1-1").Apply(image, new Rng(4)).Values);
    }

    [Fact]
    public void CropCutsPartsOfTheSizeAskedFor()
    {
        // In a ramp a part shows its width and height as the spread of the values.
        var (smallest, largest) = (1.0, 0.0);
        for (var seed = 0UL; seed < 500; seed++)
        {
            var pixels = Enumerable.Range(0, 64 * 64);
            var ramp = new Image([.. pixels.Select(i => (float)(i % 64)), .. pixels.Select(i => (float)(i / 64))], [2, 64, 64]);
            var values = Step("crop:0.5-1").Apply(ramp, new Rng(seed)).Values;
            var (width, height) = (values[63] - values[0] + 1, values[^1] - values[64 * 64] + 1);
            var area = width * height / (64.0 * 64);
            // 3/4 to 4/3, and half a pixel of rounding on each side.
            Assert.InRange((width + 0.5) / (height - 0.5), 0.75, 1.4);
            Assert.InRange((width - 0.5) / (height + 0.5), 0.71, 1.334);
            (smallest, largest) = (Math.Min(smallest, area), Math.Max(largest, area));
        }
        Assert.InRange(smallest, 0.48, 0.56);
        Assert.InRange(largest, 0.9, 1.001);
    }

    [Fact]
    public void JitterScalesBrightnessAndMovesColoursFromTheirGrey()
    {
        var changed = 0;
        for (var seed = 0UL; seed < 200; seed++)
        {
            var grey = Step("jitter:0.2").Apply(new Image([0.5f, 0.25f, 1], [1, 1, 3]), new Rng(seed)).Values;
            Assert.InRange(grey[0], 0.4f, 0.6f);
            Assert.Equal(grey[0] / 2, grey[1], 6);
            Assert.InRange(grey[2], 0.8f, 1);
            changed += grey[0] != 0.5f ? 1 : 0;
            var colour = Step("jitter:0.2:1").Apply(new Image([0.5f, 0.5f, 0.5f], [3, 1, 1]), new Rng(seed)).Values;
            Assert.Equal(colour[0], colour[1], 4);
        }
        Assert.InRange(changed, 70, 130);
        Assert.Equal([0.5f], Step("jitter:0.9:0").Apply(new Image([0.5f], [1, 1, 1]), new Rng(1)).Values);
    }

    [Fact]
    public void TranslateMovesWholePixelsAndFillsWith0()
    {
        var image = Counting([1, 3, 3]);
        Assert.Equal([0, 0, 0, 2, 3, 0, 5, 6, 0], Translate.By(image, [1, -1]).Values);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0], Translate.By(image, [0, 3]).Values);
        Assert.Throws<ShapeException>(() => Translate.By(image, [1]));
        var seen = new HashSet<float>();
        for (var seed = 0UL; seed < 300; seed++)
        {
            // Only the middle pixel is set: where it goes is the shift.
            var point = new Image(new float[21 * 21], [1, 21, 21]);
            point.Values[(10 * 21) + 10] = 1;
            var at = Array.IndexOf(Step("translate:0.1").Apply(point, new Rng(seed)).Values, 1);
            Assert.InRange(at / 21, 8, 12);
            Assert.InRange(at % 21, 8, 12);
            seen.Add(at);
        }
        Assert.Equal(25, seen.Count);
    }

    [Fact]
    public void QuarterTurnsAreExactAndCounterClockwise()
    {
        foreach (var interpolation in Enum.GetValues<Interpolation>())
        {
            Assert.Equal([3, 6, 9, 2, 5, 8, 1, 4, 7], Rotate.By(Counting([1, 3, 3]), 90, interpolation).Values);
            var image = Counting([2, 4, 4]);
            Assert.Equal(image.Values, Rotate.By(image, 360, interpolation).Values);
            var twice = Rotate.By(Rotate.By(image, 90, interpolation), 180, interpolation);
            Assert.Equal(twice.Values, Rotate.By(image, -90, interpolation).Values);
        }
        Assert.Throws<ArgumentException>(() => Rotate.By(Counting([2, 4, 4]), 90, Interpolation.Nearest, 0, 2));
    }

    [Fact]
    public void FlipReversesTheAxesNamed()
    {
        var image = Counting([1, 2, 2]);
        Assert.Equal([2, 1, 4, 3], Flip.Reverse(image, -1).Values);
        Assert.Equal([3, 4, 1, 2], Flip.Reverse(image, -2).Values);
        string[] Seen(string flip, Shape shape) => [.. Enumerable.Range(0, 100)
            .Select(seed => string.Join(' ', Step(flip).Apply(Counting(shape), new Rng((ulong)seed)).Values)).Distinct().Order()];
        Assert.Equal(8, Seen("flip", [1, 2, 2, 2]).Length);
        Assert.Equal(["1 2 3 4", "3 4 1 2"], Seen("flip:v", [1, 2, 2]));
        Assert.Throws<ShapeException>(() => Step("flip:d").OutputShape([1, 4, 4]));
    }

    [Fact]
    public void ZoomOf2DoublesAndOf1Keeps()
    {
        var image = new Image([1, 2, 3, 4, 5], [1, 1, 5]);
        Assert.Equal([2, 2.5f, 3, 3.5f, 4], Zoom.By(image, [1, 2]).Values);
        Assert.Equal([0, 1, 3, 5, 0], Zoom.By(image, [1, 0.5]).Values);
        Assert.Equal(image.Values, Step("zoom:0").Apply(image, new Rng(1)).Values);
    }

    [Fact]
    public void BlurKeepsConstantsAndTheSumOfAPoint()
    {
        var point = new Image(new float[81], [1, 9, 9]);
        point.Values[40] = 1;
        var blurred = Blur.By(point, 0.9).Values;
        Assert.Equal(1, blurred.Sum(), 5);
        Assert.Equal(Math.Exp(-0.5 / 0.81), blurred[41] / blurred[40], 5);
        Assert.Equal(blurred[31], blurred[39], 6);
        Assert.Equal(point.Values, Blur.By(point, 0).Values);
        Assert.All(Blur.By(new Image([.. Enumerable.Repeat(3f, 27)], [1, 3, 3, 3]), 2).Values,
            value => Assert.Equal(3, value, 5));
    }

    [Fact]
    public void NormalizeMakes0To1Minus1To1() =>
        Assert.Equal([-1, 0, 1], Step("normalize").Apply(new Image([0, 0.5f, 1], [1, 1, 3]), new Rng(0)).Values);

    [Fact]
    public void ImagesOfOtherShapesAreRefused()
    {
        Assert.Throws<ShapeException>(() => new Image(new float[4], [2, 2]));
        Assert.Throws<ShapeException>(() => new Image(new float[5], [1, 2, 2]));
    }

    private static PipelineStep Step(string text) => Pipeline.Parse(text).Steps.Single();

    private static Image Counting(Shape shape) => new([.. Enumerable.Range(1, (int)shape.Count).Select(i => (float)i)], shape);
}
