namespace Equivariant.Samples;

/// <summary>Normalisation by the definition, for the samples of all norms.</summary>
internal static class NormReference
{
    /// <summary>Elements with the same group number share their moments, those with the same slot number weight and
    /// bias.</summary>
    public static HostArray Of(
        HostArray x, Func<int[], int> group, Func<int[], int> slot, HostArray? weight, HostArray? bias, double eps,
        HostArray? mean = null, HostArray? variance = null)
    {
        var members = HostArray.Indices(x.Shape).GroupBy(group)
            .ToDictionary(g => g.Key, g => g.Select(index => x[index]).ToArray());
        double Mean(int g) => mean?.Values[g] ?? members[g].Average();
        double Variance(int g) => variance?.Values[g] ?? members[g].Average(value => Math.Pow(value - members[g].Average(), 2));
        var moments = members.Keys.ToDictionary(g => g, g => (Mean: Mean(g), Deviation: Math.Sqrt(Variance(g) + eps)));
        return HostArray.From(x.Shape, i =>
        {
            var (centre, deviation) = moments[group(i)];
            return ((x[i] - centre) / deviation * (weight?.Values[slot(i)] ?? 1)) + (bias?.Values[slot(i)] ?? 0);
        });
    }
}
