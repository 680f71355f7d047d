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
