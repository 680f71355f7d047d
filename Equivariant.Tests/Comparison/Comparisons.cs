using Equivariant.Comparison;

namespace Equivariant.Tests.Comparison;

internal static class Comparisons
{
    /// <summary>Trains, tests and measures all models.</summary>
    public static void RunAll<TModel, TTested, TMeasured>(
        ModelComparison<TModel, TTested, TMeasured> comparison, Device device, int rounds)
        where TModel : IComparedModel
    {
        foreach (var (model, seed) in comparison.Trainings)
        {
            comparison.Train(model, seed, device, null, default);
            comparison.Test(model, seed, device, null, default);
        }
        comparison.Measure(device, rounds, null, default);
    }
}
