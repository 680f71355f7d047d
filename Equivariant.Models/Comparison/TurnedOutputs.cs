using Equivariant.Data;
using Equivariant.Formats;
using Equivariant.Training;

namespace Equivariant.Comparison;

/// <summary>
/// A model's boundary probabilities for an image under the eight symmetries of the square, each turned back, so that an exact
/// model's are all alike.
/// </summary>
internal sealed class TurnedOutputs(int height, int width, IReadOnlyList<float[]> boundaries)
{
    /// <summary>The symmetries, the identity first.</summary>
    public static IReadOnlyList<SignedPermutation> Elements => Turns.All;

    /// <summary>[H,W] for each of <see cref="Elements"/>.</summary>
    public IReadOnlyList<float[]> Boundaries => boundaries;

    public static TurnedOutputs Of(
        DensePredictor predictor, DenseImage image, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var upright = new Plane(image.Pixels, image.Channels, image.Height, image.Width);
        var boundaries = new float[Elements.Count][];
        for (var i = 0; i < boundaries.Length; i++)
        {
            var turned = Turns.Apply(upright, Elements[i]);
            var boundary = predictor.Predict(turned, null, cancellation).AsSpan(turned.Area, turned.Area).ToArray();
            boundaries[i] = Turns.Apply(turned with { Values = boundary, Channels = 1 }, Elements[i].Inverse()).Values;
            progress?.Report((i + 1.0) / boundaries.Length);
        }
        return new(image.Height, image.Width, boundaries);
    }

    /// <summary>For each symmetry the largest difference from the upright output.</summary>
    public IReadOnlyDictionary<string, double> Differences() => Elements.Select((element, i) => (element.Name, i)).ToDictionary(
        pair => pair.Name, pair => boundaries[pair.i].Zip(boundaries[0], (a, b) => (double)Math.Abs(a - b)).Max());

    public TurnedOutputs Crop(int top, int left, int rows, int columns) => new(rows, columns,
        [.. boundaries.Select(from => Enumerable.Range(0, rows)
            .SelectMany(row => from.AsSpan(((top + row) * width) + left, columns).ToArray()).ToArray())]);

    public void Save(string path) =>
        Npy.Write(path, NdArray.From<float>([.. boundaries.SelectMany(values => values)], [boundaries.Count, height, width]));

    /// <exception cref="FileFormatException">The file is damaged or holds something else.</exception>
    public static TurnedOutputs Load(string path)
    {
        var array = Npy.Read(path);
        if (array.Rank != 3 || array.Shape[0] != Elements.Count)
            throw new FileFormatException(path, $"it holds {array}, not eight outputs [8,H,W]");
        var (values, area) = (array.ToSingle(), array.Shape[1] * array.Shape[2]);
        return new(array.Shape[1], array.Shape[2],
            [.. Enumerable.Range(0, Elements.Count).Select(i => values.AsSpan(i * area, area).ToArray())]);
    }
}
