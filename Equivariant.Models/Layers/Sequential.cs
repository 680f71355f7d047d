namespace Equivariant.Layers;

/// <summary>Modules one after the other, named 0, 1, 2, … as in PyTorch.</summary>
public sealed class Sequential : Module
{
    private readonly Chain chain;

    /// <summary>Modules in the order they run.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        chain = new Chain(modules);
        for (var index = 0; index < modules.Length; index++)
            Child($"{index}", modules[index]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => chain.Forward(x);
}

/// <summary>Modules beside one another: all see the same input, their results are joined along the channels.</summary>
public sealed class Branches : Module
{
    /// <summary>Modules that give results of one size, in the order of their channels.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Branches(params ReadOnlySpan<Module> branches)
    {
        if (branches.Length == 0)
            throw new ArgumentException("Branches: there is no branch.", nameof(branches));
        for (var index = 0; index < branches.Length; index++)
            Child($"{index}", branches[index]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Concat([.. Children.Select(branch => branch.Value.Forward(x))], 1);
}
