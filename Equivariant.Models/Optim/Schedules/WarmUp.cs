namespace Equivariant.Training;

/// <summary>
/// A rate that rises in equal parts to the first rate of another schedule, step t of n having (t + 1)/n of it, and follows that
/// schedule from then on.
/// </summary>
/// <param name="Steps">Steps of the rise; 0 for none.</param>
/// <param name="Then">The schedule that follows, from its step 0 on.</param>
public sealed record WarmUp(int Steps, Schedule Then) : Schedule
{
    /// <summary>Steps of the rise, 0 or more.</summary>
    public int Steps { get; init; } = Steps >= 0 ? Steps
        : throw new ArgumentOutOfRangeException(nameof(Steps), Steps, "A rise takes 0 or more steps.");

    /// <inheritdoc/>
    protected override double RateAt(int step) => step < Steps ? Then.At(0) * (step + 1) / Steps : Then.At(step - Steps);
}
