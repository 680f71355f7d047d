namespace Equivariant.Training;

/// <summary>
/// A rate that falls along half a cosine and then stays (Loshchilov and Hutter 2017), as PyTorch's <c>CosineAnnealingLR</c>,
/// which rises again after the last step.
/// </summary>
/// <param name="Rate">The rate at first.</param>
/// <param name="Steps">T_max: the step that reaches <paramref name="Least"/>.</param>
/// <param name="Least">η_min: the rate in the end.</param>
public sealed record CosineDecay(double Rate, int Steps, double Least = 0) : Schedule
{
    /// <summary>T_max: the step that reaches <see cref="Least"/>, 1 or more.</summary>
    public int Steps { get; init; } = Steps > 0 ? Steps
        : throw new ArgumentOutOfRangeException(nameof(Steps), Steps, "A rate falls over 1 or more steps.");

    /// <inheritdoc/>
    protected override double RateAt(int step) =>
        step >= Steps ? Least : Least + ((Rate - Least) * (1 + Math.Cos(Math.PI * step / Steps)) / 2);
}
