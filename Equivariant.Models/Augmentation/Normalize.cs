namespace Equivariant.Data;

/// <summary>(value − mean) / standard deviation, the same for all channels.</summary>
public sealed class Normalize : IAugmentation
{
    private readonly double mean, standardDeviation;

    /// <summary>Normalisation; by default 0 to 1 becomes −1 to 1, as the papers and MedMNIST do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not positive.</exception>
    public Normalize(double mean = 0.5, double standardDeviation = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardDeviation);
        (this.mean, this.standardDeviation) = (mean, standardDeviation);
    }

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
    public override string ToString() => FormattableString.Invariant($"normalize:{mean}:{standardDeviation}");
}

internal sealed class NormalizeSyntax : IAugmentationSyntax
{
    public string Name => "normalize";

    public string Usage => "normalize[:MEAN:SD] (0.5, 0.5)";

    public IAugmentation Parse(StepText step)
    {
        step.AtMost(2);
        return new Normalize(step.Number(0, 0.5, -1e6, 1e6), step.Number(1, 0.5, 1e-6, 1e6));
    }
}
