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
        return Norms.Apply(op, x, Norms.Moments(op, x, args), weight, bias, args);
    }
}
