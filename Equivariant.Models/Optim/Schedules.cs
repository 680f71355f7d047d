namespace Equivariant.Training;

/// <summary>
/// The learning rate as a function of the step or epoch alone, so that a run taken up again needs to know no more than its
/// number.
/// </summary>
public abstract record Schedule
{
    /// <summary>The rate of a step (or epoch).</summary>
    /// <param name="step">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative step.</exception>
    public double At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return RateAt(step);
    }

    /// <summary>The rate of a step that is not negative.</summary>
    protected abstract double RateAt(int step);
}

/// <summary>One rate for all steps.</summary>
/// <param name="Rate">The rate.</param>
public sealed record ConstantRate(double Rate) : Schedule
{
    /// <inheritdoc/>
    protected override double RateAt(int step) => Rate;
}

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

/// <summary>A rate that is multiplied by a factor at given steps, as PyTorch's <c>MultiStepLR</c>.</summary>
/// <param name="Rate">The rate at first.</param>
/// <param name="Milestones">The first step of each lower rate.</param>
/// <param name="Gamma">The factor.</param>
public sealed record MultiStepDecay(double Rate, IReadOnlyList<int> Milestones, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    protected override double RateAt(int step) => Rate * Math.Pow(Gamma, Milestones.Count(milestone => milestone <= step));
}

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
