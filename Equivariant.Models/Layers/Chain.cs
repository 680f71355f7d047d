namespace Equivariant.Layers;

/// <summary>
/// Modules one after the other. In inference a convolution, the batch norm after it and a relu after that are one pass; the
/// modules stay what they are, and wherever somebody observes one of them they run one by one.
/// </summary>
internal sealed class Chain
{
    private readonly Module[] modules;

    /// <summary>Without what inference need not run module by module: sequences within the sequence.</summary>
    private readonly Module[] flat;

    public Chain(params ReadOnlySpan<Module> modules)
    {
        this.modules = modules.ToArray();
        flat = [.. this.modules.SelectMany(Parts)];
    }

    public Chain With(Func<Module, Module> exchange) => new([.. modules.Select(exchange)]);

    public Tensor Forward(Tensor x) =>
        CanFuse ? Fused(x, null) : modules.Aggregate(x, (result, module) => module.Forward(result));

    /// <summary>relu(chain(x) + residual): the end of a residual block.</summary>
    public Tensor ForwardAndAdd(Tensor x, Tensor residual) =>
        CanFuse && flat is [.., ConvLayer, BatchNorm] ? Fused(x, residual) : Ops.Relu(Forward(x) + residual);

    private bool CanFuse => Tape.Current is { Records: false }
        && !flat.Any(module => module.IsObserved || (module is BatchNorm && module.Training));

    private static IEnumerable<Module> Parts(Module module) =>
        module is Sequential sequence ? sequence.Children.SelectMany(child => Parts(child.Value)) : [module];

    /// <summary>The last convolution ends with the residual.</summary>
    private Tensor Fused(Tensor x, Tensor? residual)
    {
        for (var i = 0; i < flat.Length; i++)
        {
            if (flat[i] is not ConvLayer conv || flat.ElementAtOrDefault(i + 1) is not BatchNorm norm)
            {
                x = flat[i].Forward(x);
                continue;
            }
            i++;
            var joined = i + 1 == flat.Length ? residual : null;
            var isRelu = flat.ElementAtOrDefault(i + 1) is Activation { IsRelu: true };
            i += isRelu ? 1 : 0;
            x = conv.Forward(x, norm.ToEpilogue() with { Residual = joined, Relu = isRelu || joined is not null });
        }
        return x;
    }
}
