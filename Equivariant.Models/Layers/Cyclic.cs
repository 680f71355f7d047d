namespace Equivariant.Layers;

/// <summary>How the views of a <see cref="Cyclic"/> network come together.</summary>
public enum CyclicEnd
{
    /// <summary>One result: see <see cref="CyclicPool"/>.</summary>
    Pool,

    /// <summary>A channel for each view: see <see cref="CyclicStack"/>.</summary>
    Stack,
}

/// <summary>
/// A network that sees every image in all turned views at once, and joins what it finds (Dieleman et al., "Exploiting cyclic
/// symmetry in convolutional neural networks", ICML 2016): <see cref="CyclicSlice"/>, the network on each view, with
/// <see cref="CyclicRoll"/> between its layers where views shall see one another, and a pool or stack.
/// </summary>
/// <remarks>
/// Exact for the group's elements whatever the network inside is made of, strides, plain kernels and flattening included, on
/// square images of any size; at |G| times the cost.
/// </remarks>
public sealed class Cyclic : Module
{
    private readonly SymmetryGroup group;
    private readonly Module slice, inner, end;

    /// <summary>A network on all views of its input.</summary>
    /// <param name="group">The views: an image turned by every element.</param>
    /// <param name="inner">Runs on each view.</param>
    /// <param name="end">How views come together.</param>
    /// <param name="reduction">What the pool takes of them; without meaning for a stack.</param>
    public Cyclic(
        SymmetryGroup group, Module inner, CyclicEnd end = CyclicEnd.Pool,
        OrientationReduction reduction = OrientationReduction.Mean)
    {
        this.group = group;
        slice = Child("slice", new CyclicSlice(group));
        this.inner = Child("inner", inner);
        this.end = Child<Module>("end", end == CyclicEnd.Pool ? new CyclicPool(group, reduction) : new CyclicStack(group));
    }

    /// <inheritdoc/>
    public override string Description => $"Cyclic({group.Name}, {inner.Description}, {end.Description})";

    /// <summary>The group, whatever the parts are: a turned image has the same views in another order.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(group);

    internal override bool IsAtomic => true;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => end.Forward(inner.Forward(slice.Forward(x)));
}
