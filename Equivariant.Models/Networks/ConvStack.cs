using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Convolutions of one or several kinds in a row, with relu between them: shows which turns and mirror images a set of oriented
/// kernels keeps, alone or behind another. The stem of Gao and Ji (ICDM 2017, section IV.C) is <c>rot4, flip</c>, and keeps none.
/// </summary>
internal sealed class ConvStack : Module
{
    private readonly Sequential layers;

    /// <exception cref="ArgumentException">No kinds, or settings that one of them cannot have.</exception>
    public ConvStack(
        IReadOnlyList<ConvKind> kinds, int inChannels, int width, int kernelSize, Initializer init, int rank = 2)
    {
        if (kinds.Count == 0)
            throw new ArgumentException("A stack has at least one convolution.", nameof(kinds));
        var modules = new List<Module>();
        for (var i = 0; i < kinds.Count; i++)
        {
            if (i > 0)
                modules.Add(Activation.Relu());
            // Layers of one kind hand each other orientations, which end where another kind begins.
            var make = new LayerFactory(kinds[i], init, rank);
            var isFirst = i == 0 || kinds[i - 1] != kinds[i];
            modules.Add(make.Conv(i == 0 ? inChannels : width, width, kernelSize, isFirst: isFirst, bias: true));
            if (i + 1 == kinds.Count || kinds[i + 1] != kinds[i])
                modules.AddRange(make.GroupPool);
        }
        layers = Child("layers", new Sequential([.. modules]));
        Description = string.Join(" → ", kinds.Select(kind => kind.Name));
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => layers.Forward(x);
}
