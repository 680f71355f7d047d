using Equivariant.Comparison;

namespace Equivariant.Cli.Demo;

/// <summary>The predicted class of each test image, and the accuracy, by angle in degrees.</summary>
internal sealed record TurnedTest(IReadOnlyDictionary<int, int[]> Decisions, IReadOnlyDictionary<int, double> ByAngle)
{
    public double Upright => ByAngle[0];

    public double Mean => ByAngle.Values.Average();

    /// <summary>Number of images whose prediction is not the same at 0, 90, 180 and 270 degrees.</summary>
    public int Disagree =>
        Decisions[0].Where((decision, i) => new[] { 90, 180, 270 }.Any(angle => Decisions[angle][i] != decision)).Count();

    /// <summary>
    /// Runs the test. Images are turned as in the paper's protocol: after normalisation, nearest pixel, grey outside.
    /// </summary>
    public static TurnedTest Run(
        TrainedModel model, ImageSet images, IReadOnlyList<int> angles, Device device, IProgress<double> progress,
        CancellationToken stop)
    {
        Func<Tensor, Tensor>[] turns = [.. angles.Select<int, Func<Tensor, Tensor>>(angle => x => PictureTurns.Turn(x, angle))];
        var predictions = Predictor.Predict(
            model.Network, images, model.Pipeline, turns, device, progress: progress, cancellation: stop);
        var decisions = angles.Zip(predictions).ToDictionary(
            pair => pair.First, pair => Array.ConvertAll(pair.Second.Decisions(), decided => (int)decided));
        return new TurnedTest(decisions, decisions.ToDictionary(pair => pair.Key, pair => Accuracy(pair.Value)));

        double Accuracy(int[] decided) => decided.Where((label, i) => label == images.LabelOf(i)).Count() / (double)images.Count;
    }
}
