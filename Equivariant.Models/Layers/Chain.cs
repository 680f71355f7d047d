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

    /// <summary>The same row of other modules.</summary>
    public Chain With(Func<Module, Module> exchange) => new([.. modules.Select(exchange)]);

    /// <summary>Applies all modules.</summary>
    public Tensor Forward(Tensor x)
    {
        if (!CanFuse)
            return OneByOne(x);
        for (var i = 0; i < flat.Length;)
            x = Step(x, ref i, null);
        return x;
    }

    /// <summary>relu(chain(x) + residual): the end of a residual block.</summary>
    public Tensor ForwardAndAdd(Tensor x, Tensor residual)
    {
        if (!CanFuse || flat is not [.., IConvolution, BatchNorm])
            return Ops.Relu(Forward(x) + residual);
        for (var i = 0; i < flat.Length;)
            x = Step(x, ref i, residual);
        return x;
    }

    private bool CanFuse
    {
        get
        {
            if (Tape.Current is not { Records: false })
                return false;
            foreach (var module in flat)
            {
                if (module.IsObserved || (module is BatchNorm && module.Training))
                    return false;
            }
            return true;
        }
    }

    private static IEnumerable<Module> Parts(Module module) =>
        module is Sequential sequence ? sequence.Children.SelectMany(child => Parts(child.Value)) : [module];

    private Tensor OneByOne(Tensor x)
    {
        foreach (var module in modules)
            x = module.Forward(x);
        return x;
    }

    /// <summary>Does module i and what joins it; the last convolution ends with the residual.</summary>
    private Tensor Step(Tensor x, ref int i, Tensor? residual)
    {
        if (flat[i] is not IConvolution conv || i + 1 >= flat.Length || flat[i + 1] is not BatchNorm norm)
            return flat[i++].Forward(x);
        i += 2;
        if (i == flat.Length)
            return conv.Forward(x, norm.ToEpilogue() with { Residual = residual, Relu = residual is not null });
        var isRelu = flat[i] is Activation { IsRelu: true };
        i += isRelu ? 1 : 0;
        return conv.Forward(x, norm.ToEpilogue() with { Relu = isRelu });
    }
}
