namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Group normalisation (Wu &amp; He 2018): every image's channels in <paramref name="groups"/> blocks, each to mean 0 and
    /// variance 1, then · weight + bias per channel. As PyTorch's <c>group_norm</c>.
    /// </summary>
    /// <param name="x">[N,C] or [N,C,spatial…].</param>
    /// <param name="groups">Number of blocks; divides C.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException"><paramref name="groups"/> does not divide the channels, a group is a single value,
    /// which leaves nothing of the input, or a parameter is not [C].</exception>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string op = nameof(GroupNorm);
        Norms.CheckChannels(op, x, weight, bias);
        if (groups < 1 || x.Shape[1] % groups != 0)
            throw new ShapeException(
                $"GroupNorm: the input {x.Shape} has {x.Shape[1]} channels, which {groups} groups do not divide.");
        var args = NormArgs.OfChannelGroups(x.Shape, groups, eps);
        // As PyTorch: a batch of such groups passes, and gives the bias alone.
        if (args.GroupSize == 1 && x.Shape[0] == 1)
            throw new ShapeException($"GroupNorm: {groups} groups of {x.Shape} have one value each; use fewer groups.");
        return Norms.Apply(op, x, Norms.Moments(op, x, args), weight, bias, args);
    }

    /// <summary>
    /// Instance normalisation of [N,C,spatial…] (Ulyanov et al. 2016): every channel of every image to mean 0 and variance 1,
    /// then · weight + bias per channel. As PyTorch's <c>instance_norm</c> without running statistics.
    /// </summary>
    /// <inheritdoc cref="GroupNorm"/>
    /// <exception cref="ShapeException">A single value per image and channel, or a parameter that is not [C].</exception>
    public static Tensor InstanceNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string op = nameof(InstanceNorm);
        Norms.CheckChannels(op, x, weight, bias, 3);
        var args = NormArgs.OfChannelGroups(x.Shape, Math.Max(1, x.Shape[1]), eps);
        if (args.GroupSize == 1)
            throw new ShapeException(
                $"InstanceNorm: the input {x.Shape} has one value per image and channel; it needs more than one.");
        return Norms.Apply(op, x, Norms.Moments(op, x, args), weight, bias, args);
    }
}
