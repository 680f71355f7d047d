namespace Equivariant.Training;

/// <summary>One rate for all steps.</summary>
/// <param name="Rate">The rate.</param>
public sealed record ConstantRate(double Rate) : Schedule
{
    /// <inheritdoc/>
    protected override double RateAt(int step) => Rate;
}
