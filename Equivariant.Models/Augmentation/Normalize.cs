namespace Equivariant.Data;

/// <summary>(value − mean) / standard deviation, the same for all channels. By default 0 to 1 becomes −1 to 1, as in the papers
/// and in MedMNIST.</summary>
/// <param name="mean">What becomes 0.</param>
/// <param name="standardDeviation">What becomes a difference of 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The standard deviation is not positive.</exception>
public sealed class Normalize(double mean = 0.5, double standardDeviation = 0.5) : IAugmentation
{
    private readonly double standardDeviation = Limits.Check(standardDeviation, double.Epsilon, double.MaxValue);

    internal static AugmentationSyntax Syntax { get; } = new(
        "normalize", "normalize[:MEAN:SD] (0.5, 0.5)", 2,
        step => new Normalize(step.Number(0, 0.5, -1e6, 1e6), step.Number(1, 0.5, 1e-6, 1e6)));

    /// <inheritdoc/>
    public bool IsRandom => false;

    /// <inheritdoc/>
    public Image Apply(Image image, Rng rng)
    {
        var (shift, scale) = ((float)mean, (float)standardDeviation);
        var values = image.Values;
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] - shift) / scale;
        return image;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (mean, standardDeviation) == (0.5, 0.5) ? "normalize"
            : FormattableString.Invariant($"normalize:{mean}:{standardDeviation}");
}
