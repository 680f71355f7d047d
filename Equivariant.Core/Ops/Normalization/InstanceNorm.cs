using Equivariant.Samples;

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

internal sealed class InstanceNormOp : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (Shape shape in new Shape[] { [2, 3, 5, 4], [2, 2, 7, 7], [2, 3, 6], [1, 2, 3, 2, 4] })
            {
                Shape channels = [shape[1]];
                var image = shape.Rank == 4;
                yield return new(nameof(Ops.InstanceNorm), $"{shape}",
                    [new(shape) { Image = image }, new(channels), new(channels)],
                    x => Ops.InstanceNorm(x[0], x[1], x[2]), x => Reference(x[0], x[1], x[2]))
                { Symmetry = image ? SampleSymmetry.Equivariant : SampleSymmetry.None };
            }
            yield return new(nameof(Ops.InstanceNorm), "no weight, no bias", [new([1, 2, 4, 4])],
                x => Ops.InstanceNorm(x[0]), x => Reference(x[0], null, null));
        }
    }

    private static HostArray Reference(HostArray x, HostArray? weight, HostArray? bias) =>
        NormReference.Of(x, i => (i[0] * x.Shape[1]) + i[1], i => i[1], weight, bias, 1e-5);
}
