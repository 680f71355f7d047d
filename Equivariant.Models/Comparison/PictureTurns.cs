using Equivariant.Data;
using Equivariant.Metrics;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>The test images that a report shows rotated: the first of each class, so that nobody picked them.</summary>
internal static class PictureTurns
{
    private const int MostImages = 4;

    /// <summary>Degrees; volumes turn about their first axis.</summary>
    public static IReadOnlyList<int> Angles { get; } = [.. Enumerable.Range(0, 12).Select(turn => turn * 30)];

    /// <summary>The classes that a model predicts for them at each angle; none for multi-label data.</summary>
    public static IReadOnlyList<TurnedPicture> Of(
        TrainedModel model, ImageSet images, Device device, CancellationToken cancellation)
    {
        Func<Tensor, Tensor>[] turns = [.. Angles.Select<int, Func<Tensor, Tensor>>(angle => x => Turn(x, angle))];
        return
        [
            .. FirstOfEachClass(images).Take(MostImages).Select(index => new TurnedPicture(index,
            [
                .. Predictor.Predict(model.Network, images.Range(index, 1), model.Pipeline, turns, device, 1, null, cancellation)
                    .Select(predictions => (int)predictions.Decisions()[0]),
            ])),
        ];
    }

    /// <summary>An image as the networks see it, turned; of a volume the middle slice.</summary>
    public static Plane Picture(ImageSet images, int index, Pipeline pipeline, int angle)
    {
        var image = new Image(new float[images.ImageShape.Count], images.ImageShape);
        images.CopyImage(index, image.Values);
        image = pipeline.Apply(image, new Rng(0));
        using var tape = Tape.NoGrad();
        return Plane.Of(Turn(tape.Own(Tensor.From(image.Values, [1, .. image.Shape])), angle).ToArray<float>(), image.Shape);
    }

    /// <summary>The first image of each class; none of multi-label data.</summary>
    public static IEnumerable<int> FirstOfEachClass(ImageSet images) => images.Labels.Task == LabelTask.MultiLabel ? []
        : Enumerable.Range(0, images.Labels.Classes)
            .Select(label => Enumerable.Range(0, images.Count).FirstOrDefault(i => images.LabelOf(i) == label, -1))
            .Where(index => index >= 0);

    /// <summary>Images or volumes, turned counter-clockwise; the nearest pixel is taken, outside is 0.</summary>
    public static Tensor Turn(Tensor x, int angle) => angle == 0 ? x
        : x.Shape.Rank == 5 ? Ops.RotateVolume(x, angle, VolumeAxis.Depth, Interpolation.Nearest, 0)
        : Ops.Rotate(x, angle, Interpolation.Nearest, 0);
}
