namespace Equivariant;

/// <summary>
/// What the four norms share: y = (x − mean) / √(variance + eps) · weight + bias over the groups of a <see cref="NormArgs"/>.
/// The gradients are those of Ioffe &amp; Szegedy (2015), section 3.
/// </summary>
internal static class Norms
{
    /// <summary>Mean and biased variance of every group.</summary>
    public static (Tensor Mean, Tensor Variance) Moments(string op, Tensor x, in NormArgs args)
    {
        var (mean, variance) = (Ops.New([args.GroupCount], x, op), Ops.New([args.GroupCount], x, op));
        Ops.Launch<NormKernels.Moments, NormArgs>(
            args.GroupCount, args, new Operands { Y = mean, Y2 = variance, A = x }, 4 * args.GroupSize);
        return (mean, variance);
    }

    /// <summary>Normalises with the given moments, which follow the input unless <see cref="NormArgs.Frozen"/>.</summary>
    public static Tensor Apply(
        string op, Tensor x, (Tensor Mean, Tensor Variance) moments, Tensor? weight, Tensor? bias, NormArgs layout)
    {
        var (mean, variance) = moments;
        var args = layout with { HasWeight = weight is null ? 0 : 1, HasBias = bias is null ? 0 : 1 };
        var y = Ops.New(x.Shape, x, op);
        Ops.Launch<NormKernels.Normalise, NormArgs>(
            y.Count, args, new Operands { Y = y, A = x, B = mean, C = variance, D = weight, E = bias }, 8);
        return Tape.Result(op, y, [x, weight, bias], (dy, gradients) =>
        {
            var groupsAreSlots = args.GroupCount == args.SlotCount && args.GroupInner == args.SlotInner;
            var dxNeedsMeans = gradients.Wants(x) && args.Frozen == 0;
            Tensor? dbias = null, dweight = null;
            if (gradients.Wants(weight) || gradients.Wants(bias) || (dxNeedsMeans && groupsAreSlots))
            {
                dweight = gradients.Wants(weight) ? gradients.New(weight!) : Ops.New([args.SlotCount], x, op);
                dbias = gradients.Wants(bias) ? gradients.New(bias!) : Ops.New([args.SlotCount], x, op);
                Ops.Launch<NormKernels.SlotSums, NormArgs>(args.SlotCount, args,
                    new Operands { Y = dbias, Y2 = dweight, A = dy, B = x, C = mean, D = variance }, 6 * args.SlotSize);
                if (gradients.Wants(weight))
                    gradients.Add(weight!, dweight);
                if (gradients.Wants(bias))
                    gradients.Add(bias!, dbias);
            }
            if (!gradients.Wants(x))
                return;
            Tensor? means = null;
            if (dxNeedsMeans)
            {
                means = Ops.New([2, args.GroupCount], x, op);
                if (groupsAreSlots)
                {
                    Ops.Launch<NormKernels.MeansOfSums, NormArgs>(
                        args.GroupCount, args, new Operands { Y = means, A = dbias, B = dweight, C = weight });
                }
                else
                {
                    Ops.Launch<NormKernels.GroupMeans, NormArgs>(args.GroupCount, args,
                        new Operands { Y = means, A = dy, B = x, C = mean, D = variance, E = weight }, 6 * args.GroupSize);
                }
            }
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<NormKernels.Gradient, NormArgs>(
                dx.Count, args, new Operands { Y = dx, A = dy, B = x, C = mean, D = variance, E = means, F = weight }, 12);
            gradients.Add(x, dx);
        });
    }

    public static void CheckAffine(string op, Tensor x, Tensor? weight, Tensor? bias, Shape expected)
    {
        Ops.CheckAlike(op, x, weight, bias);
        CheckShape(op, x, "weight", weight, expected);
        CheckShape(op, x, "bias", bias, expected);
    }

    public static void CheckShape(string op, Tensor x, string name, Tensor? tensor, Shape expected)
    {
        if (tensor is not null && tensor.Shape != expected)
            throw new ShapeException($"{op}: the {name} is {tensor.Shape}, the input {x.Shape} expects {expected}.");
    }

    /// <summary>Checks an input with channels, and a weight and a bias per channel.</summary>
    public static void CheckChannels(string op, Tensor x, Tensor? weight, Tensor? bias, int smallestRank = 2)
    {
        if (x.Shape.Rank < smallestRank)
        {
            throw new ShapeException(
                $"{op}: the input {x.Shape} has {x.Shape.Rank} axes, the op needs "
                + $"{(smallestRank == 2 ? "[N,C] or " : "")}[N,C,spatial…].");
        }
        CheckAffine(op, x, weight, bias, [x.Shape[1]]);
    }
}
