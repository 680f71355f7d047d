using Equivariant.Samples;

namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Layer normalisation (Ba et al. 2016): every row over the last axes to mean 0 and variance 1, then · weight + bias per
    /// place. As PyTorch's <c>layer_norm</c>.
    /// </summary>
    /// <param name="x">[…, normalizedShape].</param>
    /// <param name="normalizedShape">The last axes of <paramref name="x"/>.</param>
    /// <param name="weight">In <paramref name="normalizedShape"/>, or null for 1.</param>
    /// <param name="bias">In <paramref name="normalizedShape"/>, or null for 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">The input does not end in the normalized shape,
    /// or a parameter differs from it.</exception>
    public static Tensor LayerNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string op = nameof(LayerNorm);
        var lead = x.Shape.Rank - normalizedShape.Rank;
        if (lead < 0 || normalizedShape.Rank == 0 || new Shape(x.Shape.ToArray()[lead..]) != normalizedShape)
            throw new ShapeException($"LayerNorm: the input {x.Shape} does not end in the normalized shape {normalizedShape}.");
        Norms.CheckAffine(op, x, weight, bias, normalizedShape);
        var args = NormArgs.OfRows(x.Shape.CountOf(0, lead), (int)normalizedShape.Count, eps);
        var (mean, variance) = Norms.Moments(op, x, args);
        return Norms.Apply(op, x, mean, variance, weight, bias, args);
    }
}

internal sealed class LayerNormOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (shape, normalized) in new (Shape, Shape)[]
            {
                ([3, 4, 6], [6]), ([2, 3, 4, 4], [3, 4, 4]), ([5, 7], [7]), ([6], [6]), ([2, 3, 40], [40]),
            })
            {
                yield return new(nameof(Ops.LayerNorm), $"{shape} over {normalized}",
                    [new(shape), new(normalized), new(normalized)],
                    x => Ops.LayerNorm(x[0], normalized, x[1], x[2]), x => Reference(x[0], normalized, x[1], x[2]));
            }
            yield return new(nameof(Ops.LayerNorm), "no weight, no bias", [new([2, 3, 5, 5]) { Image = true }],
                x => Ops.LayerNorm(x[0], [3, 5, 5]), x => Reference(x[0], [3, 5, 5], null, null))
            { Symmetry = SampleSymmetry.Equivariant };
            yield return new(nameof(Ops.LayerNorm), "a weight per pixel", [new([2, 3, 5, 5]) { Image = true }, new([3, 5, 5])],
                x => Ops.LayerNorm(x[0], [3, 5, 5], x[1]), x => Reference(x[0], [3, 5, 5], x[1], null))
            { Symmetry = SampleSymmetry.Broken };
        }
    }

    private static HostArray Reference(HostArray x, Shape normalized, HostArray? weight, HostArray? bias)
    {
        var length = (int)normalized.Count;
        int Flat(int[] index) => index.Zip(x.Shape.ToArray()).Aggregate(0, (flat, axis) => (flat * axis.Second) + axis.First);
        return NormReference.Of(x, i => Flat(i) / length, i => Flat(i) % length, weight, bias, 1e-5);
    }
}
