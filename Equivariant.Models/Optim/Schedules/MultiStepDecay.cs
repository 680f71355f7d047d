namespace Equivariant.Training;

/// <summary>A rate that is multiplied by a factor at given steps, as PyTorch's <c>MultiStepLR</c>.</summary>
/// <param name="Rate">The rate at first.</param>
/// <param name="Milestones">The first step of each lower rate.</param>
/// <param name="Gamma">The factor.</param>
public sealed record MultiStepDecay(double Rate, IReadOnlyList<int> Milestones, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    protected override double RateAt(int step) => Rate * Math.Pow(Gamma, Milestones.Count(milestone => milestone <= step));
}
