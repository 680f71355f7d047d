namespace Equivariant.Samples;

internal sealed class ExtremumSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (int[] axes in new[] { [], [0], [-1], [1, 3], new[] { 0, 2, 3 } })
            {
                foreach (var keep in new[] { false, true })
                {
                    var name = $"axes [{string.Join(',', axes)}]{(keep ? " kept" : "")}";
                    yield return new(nameof(Ops.Max), name, [OpInput.Distinct([3, 2, 4, 5])],
                        x => Ops.Max(x[0], axes, keep), x => Reference(x[0], axes, keep, Math.Max));
                    yield return new(nameof(Ops.Min), name, [OpInput.Distinct([3, 2, 4, 5])],
                        x => Ops.Min(x[0], axes, keep), x => Reference(x[0], axes, keep, Math.Min));
                }
            }
            yield return new(nameof(Ops.Max), "over the image", [OpInput.Distinct([2, 3, 5, 5]) with { Image = true }],
                x => Ops.Max(x[0], [2, 3]), x => Reference(x[0], [2, 3], false, Math.Max))
            { Symmetry = SampleSymmetry.Invariant };
        }
    }

    private static HostArray Reference(HostArray x, int[] axes, bool keep, Func<double, double, double> choose)
    {
        bool Reduced(int axis) => axes.Length == 0 || axes.Contains(axis) || axes.Contains(axis - x.Shape.Rank);
        var best = new Dictionary<string, double>();
        Shape kept = [.. Enumerable.Range(0, x.Shape.Rank).Select(axis => Reduced(axis) ? 1 : x.Shape[axis])];
        foreach (var i in HostArray.Indices(x.Shape))
        {
            var key = string.Join(',', i.Select((v, axis) => Reduced(axis) ? 0 : v));
            best[key] = best.TryGetValue(key, out var before) ? choose(before, x[i]) : x[i];
        }
        Shape result = keep ? kept
            : [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => !Reduced(axis)).Select(axis => x.Shape[axis])];
        return new(result, HostArray.From(kept, i => best[string.Join(',', i)]).Values);
    }
}
