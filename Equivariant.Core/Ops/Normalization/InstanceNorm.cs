namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Instance normalisation (Ulyanov et al. 2016): every channel of every image to mean 0 and variance 1, then · weight + bias
    /// per channel. As PyTorch's <c>instance_norm</c> without running statistics.
    /// </summary>
    /// <param name="x">[N,C,spatial…].</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">A single value per image and channel, or a parameter that is not [C].</exception>
    public static Tensor InstanceNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string op = nameof(InstanceNorm);
        Norms.CheckChannels(op, x, 3);
        Norms.CheckAffine(op, x, weight, bias, [x.Shape[1]]);
        var args = NormArgs.OfChannelGroups(x.Shape, Math.Max(1, x.Shape[1]), eps);
        if (args.GroupSize == 1)
            throw new ShapeException(
                $"InstanceNorm: the input {x.Shape} has one value per image and channel; it needs more than one.");
        var (mean, variance) = Norms.Moments(op, x, args);
        return Norms.Apply(op, x, mean, variance, weight, bias, args);
    }
}
