using Equivariant.Reports;

namespace Equivariant.Cli.Demo;

/// <summary>A test image at several angles, as the networks see it, with what each says.</summary>
internal static class TurnedStrip
{
    private const int AngleStep = 30;

    /// <summary>A strip for the first test image of each class: nobody picked them.</summary>
    public static IEnumerable<ImageStrip> First(ImageSet images, Pipeline pipeline, IReadOnlyList<DemoResult> results) =>
        Enumerable.Range(0, images.Labels.Classes)
            .Select(label => Enumerable.Range(0, images.Count).First(i => images.LabelOf(i) == label))
            .Select(index => Of(index, images, pipeline, results));

    private static ImageStrip Of(int index, ImageSet images, Pipeline pipeline, IReadOnlyList<DemoResult> results) => new(
        $"“{images.Labels.NameOf(images.LabelOf(index))}”",
        [.. results.Select(result => result.Model.Name)],
        [
            .. DemoSettings.Angles.Where(angle => angle % AngleStep == 0).Select(angle => new StripImage(
                $"{angle}°", Picture(index, images, pipeline, angle),
                [.. results.Select(result => Said(result.Test.Decisions[angle][index], index, images))])),
        ]);

    private static Verdict Said(int decision, int index, ImageSet images) =>
        decision == images.LabelOf(index) ? new("", true) : new(images.Labels.NameOf(decision), false);

    private static ReportImage Picture(int index, ImageSet images, Pipeline pipeline, int angle)
    {
        var image = new Image(new float[images.ImageShape.Count], images.ImageShape);
        images.CopyImage(index, image.Values);
        image = pipeline.Apply(image, new Rng(0));
        using var tape = Tape.NoGrad();
        var turned = TurnedTest.Turn(tape.Own(Tensor.From(image.Values, [1, .. image.Shape])), angle);
        // Normalised images reach from −1, black, to 1, white.
        return ReportImage.FromPlanes(
            turned.ToArray<float>(), image.Shape[2], image.Shape[1], image.Shape[0], black: -1, white: 1);
    }
}
