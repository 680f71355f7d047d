using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Everything that decides a network's shape; kept with its weights,
/// so that a checkpoint can be opened by itself.</summary>
public sealed record ModelConfig
{
    /// <summary>A name of <see cref="NetworkKind.ByName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>A name of <see cref="ConvKind.ByName"/>; null for the network's own default.</summary>
    public string? Conv { get; init; }

    /// <summary>Channels of the first stage; null for the network's default.</summary>
    public int? Width { get; init; }

    /// <summary>Kernel size, or one per stage; null for the network's default.</summary>
    public IReadOnlyList<int>? KernelSizes { get; init; }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; init; } = 1;

    /// <summary>Number of logits.</summary>
    public required int Classes { get; init; }

    /// <summary>Spatial axes: 2 for images, 3 for volumes.</summary>
    public int Rank { get; init; } = 2;

    /// <summary>The kernel size of a network that has one; the standard if none is given.</summary>
    /// <exception cref="ArgumentException">Several are given.</exception>
    internal int KernelSize(int standard) => KernelSizes switch
    {
        null => standard,
        { Count: 1 } => KernelSizes[0],
        _ => throw new ArgumentException($"{Name} has one kernel size, not [{string.Join(',', KernelSizes)}]."),
    };

    /// <summary>Kernel sizes of the four stages of a residual network; one size stands for all, the standard for none.</summary>
    internal IReadOnlyList<int> StageKernels(IReadOnlyList<int> standard) => KernelSizes switch
    {
        null => standard,
        { Count: 1 } => [.. Enumerable.Repeat(KernelSizes[0], 4)],
        _ => KernelSizes,
    };

    /// <summary>A network with random weights.</summary>
    /// <exception cref="ArgumentException">An unknown name, or settings that the network cannot have.</exception>
    public Module Create(Initializer init)
    {
        var kind = NetworkKind.Parse(Name);
        return kind.Build(this, ConvKind.Parse(Conv ?? kind.DefaultConv), init);
    }
}
