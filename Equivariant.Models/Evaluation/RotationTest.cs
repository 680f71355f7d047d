using Equivariant.Data;
using Equivariant.Layers;

namespace Equivariant.Training;

/// <summary>How the rotation test turns images; the defaults are the paper's protocol.</summary>
public sealed record RotationOptions
{
    /// <summary>Degrees between two evaluations, from 0 on; 360 always counts. 10 for images and 30 for volumes if
    /// null.</summary>
    public int? Step { get; init; }

    /// <summary>How values between pixels are found.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Nearest;

    /// <summary>Value, after normalisation, of what is turned in from outside.</summary>
    public double Fill { get; init; }

    /// <summary>Whether only the inscribed disc or ball is seen, at 0° and in the mirror too; the rest has the value of
    /// <see cref="Fill"/>. So no angle loses more of the image than another.</summary>
    public bool Disc { get; init; }
}

/// <summary>
/// A network's scores on upright, turned and mirrored images (Du et al. 2025): 0 to 360 degrees in steps, turned after
/// normalisation.
/// </summary>
/// <param name="Upright">Scores on the images as they are.</param>
/// <param name="ByAngle">Accuracy by angle in degrees counter-clockwise, from 0 up; for volumes the mean over the three axes
/// turned about.</param>
/// <param name="MeanAccuracy">Mean over all evaluations; 0 and 360 degrees both count, as in the paper's protocol.</param>
/// <param name="SdAccuracy">Standard deviation over all evaluations (of the population, as NumPy's).</param>
/// <param name="Flips">Accuracy on mirrored images, by name.</param>
/// <param name="DisagreeAtRightAngles">Number of images whose prediction is not the same at 0, 90, 180 and 270 degrees.</param>
public sealed record RotationTest(
    Score Upright, IReadOnlyDictionary<int, double> ByAngle, double MeanAccuracy, double SdAccuracy,
    IReadOnlyDictionary<string, double> Flips, int DisagreeAtRightAngles)
{
    /// <summary>Whether every image's prediction is the same at 0, 90, 180 and 270 degrees.</summary>
    public bool AgreeAtRightAngles => DisagreeAtRightAngles == 0;

    /// <summary>Runs the test on a network from [N,C,spatial…] to logits [N,classes], which is switched to inference while it
    /// predicts. The pipeline turns a stored image into its input; the progress is the share done, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not from 1 to 360 degrees.</exception>
    public static RotationTest Run(
        Module network, ImageSet images, Pipeline pipeline, RotationOptions? options = null, Device? device = null,
        int batchSize = 128, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new RotationOptions();
        var volumes = images.SpatialRank == 3;
        var step = options.Step ?? (volumes ? 30 : 10);
        if (step is < 1 or > 360)
            throw new ArgumentOutOfRangeException(nameof(options), step, "The step of the rotation test is 1 to 360 degrees.");
        VolumeAxis?[] axes = volumes ? [.. Enum.GetValues<VolumeAxis>().Cast<VolumeAxis?>()] : [null];
        int[] angles = [.. Enumerable.Range(0, (359 / step) + 1).Select(turn => turn * step), 360];
        var turns = angles.SelectMany(angle => axes.Select(axis => (angle, axis))).ToArray();
        var rightAngles = new[] { 90, 180, 270 }.SelectMany(angle => axes.Select(axis => (angle, axis))).Except(turns);
        var mirrors = Enumerable.Range(0, images.SpatialRank).ToArray();
        (int Angle, VolumeAxis? Axis)[] all = [.. turns, .. rightAngles];
        using var disc = options.Disc ? new InscribedDisc(pipeline.OutputShape(images.ImageShape), options.Fill, device) : null;
        Func<Tensor, Tensor>[] changes =
        [
            .. all.Select<(int Angle, VolumeAxis? Axis), Func<Tensor, Tensor>>(turn => x => Seen(Turn(x, turn.Angle, turn.Axis))),
            .. mirrors.Select<int, Func<Tensor, Tensor>>(axis => x => Seen(Ops.Flip(x, axis - images.SpatialRank))),
        ];
        var predictions = Predictor.Predict(network, images, pipeline, changes, device, batchSize, progress, cancellation);
        var decisions = predictions[0].Decisions();
        var disagree = new HashSet<int>();
        foreach (var (turn, turned) in all.Zip(predictions).Where(pair => pair.First.Angle % 90 == 0))
        {
            var other = turned.Decisions();
            disagree.UnionWith(Enumerable.Range(0, other.Length).Where(image => other[image] != decisions[image]));
        }
        var accuracies = predictions.Take(turns.Length).Select(turned => Score.Of(turned).Accuracy).ToArray();
        var mean = accuracies.Average();
        return new RotationTest(
            Score.Of(predictions[0]),
            angles.Zip(accuracies.Chunk(axes.Length)).ToDictionary(pair => pair.First, pair => pair.Second.Average()),
            mean,
            Math.Sqrt(accuracies.Average(accuracy => (accuracy - mean) * (accuracy - mean))),
            // flipV reverses rows, flipH columns, flipD slices.
            mirrors.ToDictionary(axis => (images.SpatialRank - axis) switch { 1 => "flipH", 2 => "flipV", _ => "flipD" },
                axis => Score.Of(predictions[all.Length + axis]).Accuracy),
            disagree.Count);

        Tensor Seen(Tensor x) => disc?.Apply(x) ?? x;

        Tensor Turn(Tensor x, int angle, VolumeAxis? axis) => angle % 360 == 0 ? x
            : axis is { } about ? Ops.RotateVolume(x, angle, about, options.Interpolation, options.Fill)
            : Ops.Rotate(x, angle, options.Interpolation, options.Fill);
    }
}
