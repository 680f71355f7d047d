namespace Equivariant.Training;

/// <summary>A rate that is multiplied by a factor again and again, as PyTorch's <c>StepLR</c>.</summary>
/// <param name="Rate">The rate at first.</param>
/// <param name="Size">Steps from one change to the next.</param>
/// <param name="Gamma">The factor.</param>
public sealed record StepDecay(double Rate, int Size, double Gamma = 0.1) : Schedule
{
    /// <summary>Steps from one change to the next, 1 or more.</summary>
    public int Size { get; init; } = Size > 0 ? Size
        : throw new ArgumentOutOfRangeException(nameof(Size), Size, "A rate changes after 1 or more steps.");

    /// <inheritdoc/>
    protected override double RateAt(int step) => Rate * Math.Pow(Gamma, step / Size);
}
