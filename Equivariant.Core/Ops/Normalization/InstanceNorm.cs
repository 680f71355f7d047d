namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Instance normalisation of [N,C,spatial…] (Ulyanov et al. 2016): every channel of every image to mean 0 and variance 1,
    /// then · weight + bias per channel. As PyTorch's <c>instance_norm</c> without running statistics.
    /// </summary>
    /// <inheritdoc cref="GroupNorm"/>
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
        return Norms.Apply(op, x, Norms.Moments(op, x, args), weight, bias, args);
    }
}
