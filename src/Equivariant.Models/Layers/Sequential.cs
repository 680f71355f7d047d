namespace Equivariant.Layers;

/// <summary>Modules one after the other, named 0, 1, 2, … as in PyTorch.</summary>
public sealed class Sequential : Module
{
    private readonly Module[] modules;

    /// <summary>Modules in the order they run.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        this.modules = modules.ToArray();
        for (var index = 0; index < modules.Length; index++)
            Child($"{index}", modules[index]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        foreach (var module in modules)
            x = module.Forward(x);
        return x;
    }
}
