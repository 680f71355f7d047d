using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A network made symmetric.</summary>
/// <param name="Network">The new network; the one it was made of stays as it was.</param>
/// <param name="Changes">A line for each layer that was changed or could not be made exact, with its path.</param>
public sealed record Symmetrized(Module Network, IReadOnlyList<string> Changes);

/// <summary>
/// Turns networks of this library's layers into ones that keep turns and mirror images: ordinary convolutions become rings,
/// Gaussian rings, or turned copies with maxout; what steps over pixels becomes an average pool before steps of one.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A convolution of more than one tap becomes one of the given kind, with its padding, dilation and groups. One of stride
/// s > 1, with one tap or more, gets stride 1 and an average pool by s before it.</item>
/// <item>A maximum pool whose windows overlap becomes one of stride 1 and an average pool; an average pool whose windows overlap
/// or are padded becomes one without.</item>
/// <item>A transposed convolution gets one weight for the taps that turns and mirror images exchange.</item>
/// <item>All that remains, norms and linear layers for instance, is copied with its numbers.</item>
/// </list>
/// The result is exact on multiples of the product of its pools' steps (<see cref="Layers.ExactnessReport"/> names sizes).
/// </remarks>
public static class Symmetrize
{
    /// <summary>The symmetric form of a network.</summary>
    /// <param name="network">Any network whose parts are this library's layers or modules made of them.</param>
    /// <param name="kind">What convolutions become: sre, gmr, or one of turned or mirrored copies.</param>
    /// <param name="init">Draws what has to be drawn; the device and element type of the network.</param>
    /// <param name="keepWeights">
    /// Whether new layers take over what they can of the old weights: rings the mean of their taps, which is the nearest kernel
    /// of rings; copies the whole kernel. Else they are drawn anew.
    /// </param>
    /// <exception cref="ArgumentException">A kind that cannot stand in for a single layer.</exception>
    public static Symmetrized Apply(Module network, ConvKind kind, Initializer init, bool keepWeights = true)
    {
        if (kind.Replacement is null)
        {
            var replacing = ConvKind.ByName.Values.Where(other => other.Replacement is not null).Select(other => other.Name);
            throw new ArgumentException($"'{kind.Name}' cannot stand in for single layers; build the network with it instead. "
                + $"There are {string.Join(", ", replacing)}.", nameof(kind));
        }
        var changes = new List<string>();
        var copy = new ModuleCopy((path, part) => Exchange(path.Length == 0 ? "network" : path, part)).Of(network);
        return new(copy, changes);

        Module? Exchange(string path, Module part)
        {
            var (made, what) = part switch
            {
                Conv conv => Convolution(conv, kind, init, keepWeights),
                ConvTranspose conv => Transposed(conv, init, keepWeights),
                WindowPool pool => Pool(pool),
                RingConv or OrientedConv when part.Description.Contains(", stride ") =>
                    (null, "left as it is, exact on sizes that the stride fits"),
                Flatten => (null, "left as it is, exact only behind a pool to one pixel"),
                _ => (null, null),
            };
            if (what is not null)
                changes.Add($"{path}: {part.Description} → {what}");
            return made;
        }
    }

    private static (Module?, string?) Convolution(Conv conv, ConvKind kind, Initializer init, bool keepWeights)
    {
        var (options, single) = (conv.Options, conv.Taps.All(size => size == 1));
        if (single && options.Stride == 1)
            return (null, null);
        var padded = options.Padding.Numbers is null || conv.Taps.Zip(options.Padding.Numbers.Value.For(conv.Rank, "padding"),
            options.Dilation.For(conv.Rank, "dilation")).All(axis => axis.Second * 2 == axis.Third * (axis.First - 1));
        if (options.Stride != 1 && !padded)
            return (null, $"left as it is: padding {options.Padding} would not keep the size with stride 1");
        var shape = new ConvShape(
            conv.Rank, conv.InChannels, conv.OutChannels, conv.KernelSize, options with { Stride = 1 }, conv.HasBias);
        if (!single && !kind.Replacement!.Fits(shape))
            return (null, $"left as it is: '{kind.Name}' has no such kernel");
        var made = (single ? ConvKind.Plain : kind).Layer(shape, init);
        if (single || keepWeights)
            CopyWeights(conv, made, values => single ? values : kind.Replacement!.Weights(made, values));
        if (options.Stride == 1)
            return (made, made.Description);
        var apart = ((int[])[.. options.Stride]).Distinct().Count() > 1 ? "; axes with different steps cannot be exchanged" : "";
        return (new Sequential(new AvgPool(options.Stride), made), $"AvgPool({options.Stride}), {made.Description}{apart}");
    }

    private static (Module?, string?) Transposed(ConvTranspose conv, Initializer init, bool keepWeights)
    {
        if (conv.Taps.Distinct().Count() > 1 || conv.OutputPadding != 0)
            return (null, "left as it is: only equal axes without output padding can be symmetric");
        var made = new SymmetricConvTranspose(SymmetricTaps.Create(conv.Taps), conv.InChannels, conv.OutChannels, init,
            conv.Options, bias: conv.HasBias);
        if (keepWeights)
            CopyWeights(conv, made, values => MeansOfTaps(values, made.Map));
        return (made, made.Description);
    }

    private static (Module?, string?) Pool(WindowPool pool)
    {
        // Windows that step otherwise than side by side do not fit the sizes that halve.
        if (pool.Stride == 1 || (pool.KernelSize == pool.Stride && pool.Padding == 0))
            return (null, null);
        if (pool.CeilMode)
            return (null, "left as it is: windows over the far border have no mirror image");
        var average = new AvgPool(pool.Stride);
        Module made = pool is MaxPool ? new Sequential(new MaxPool(pool.KernelSize, 1, pool.Padding), average) : average;
        return (made, string.Join(", ", made.AtomicModules().Select(part => part.Value.Description)));
    }

    /// <summary>Copies the bias, and the weight after a change.</summary>
    private static void CopyWeights(Module from, Module to, Func<double[], double[]> change)
    {
        var targets = to.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        foreach (var (name, tensor) in from.NamedParameters())
        {
            var target = targets[name];
            var values = name == "weight" ? change(tensor.ToDoubles()) : tensor.ToDoubles();
            target.CopyFrom(Formats.NdArray.From(values, target.Shape.ToArray()));
        }
    }

    /// <summary>From dense kernels to the parameters of an index map: the mean of the taps of every parameter, which is the
    /// nearest kernel with shared taps by squares.</summary>
    internal static double[] MeansOfTaps(double[] kernels, KernelIndexMap map)
    {
        var means = new double[kernels.Length / map.Taps * map.Parameters];
        for (var i = 0; i < kernels.Length; i++)
        {
            var parameter = map[0, i % map.Taps];
            if (parameter >= 0)
                means[(i / map.Taps * map.Parameters) + parameter] += kernels[i] / map.TapsPerParameter[parameter];
        }
        return means;
    }
}
