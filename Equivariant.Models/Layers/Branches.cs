namespace Equivariant.Layers;

/// <summary>Modules beside one another: all see the same input, their results are joined along the channels.</summary>
public sealed class Branches : Module
{
    private readonly Module[] branches;

    /// <summary>Modules that give results of one size, in the order of their channels.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Branches(params ReadOnlySpan<Module> branches)
    {
        if (branches.Length == 0)
            throw new ArgumentException("Branches: there is no branch.", nameof(branches));
        this.branches = branches.ToArray();
        for (var index = 0; index < branches.Length; index++)
            Child($"{index}", branches[index]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) =>
        Ops.Concat([.. branches.Select(branch => branch.Forward(x))], 1);
}
