using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A network that can be made from a <see cref="ModelConfig"/>. A new network is one new class.</summary>
public abstract class NetworkKind
{
    /// <summary>All networks, by the name the command line uses.</summary>
    public static IReadOnlyDictionary<string, NetworkKind> ByName { get; } = Registry.ByName<NetworkKind>(kind => kind.Name);

    /// <summary>As in <c>--model small-cnn</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for lists.</summary>
    public abstract string Description { get; }

    /// <summary>The kind of convolution if none is asked for.</summary>
    public virtual string DefaultConv => "plain";

    /// <summary>Whether it gives logits for every pixel, [N,classes,spatial…], instead of for the image, [N,classes].</summary>
    public virtual bool IsDense => false;

    /// <summary>Whether there is one for images (2) or for volumes (3).</summary>
    public virtual bool IsFor(int rank) => rank is 2 or 3;

    /// <summary>The network of a name.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message lists those there are.</exception>
    public static NetworkKind Parse(string name) => ByName.TryGetValue(name, out var kind) ? kind
        : throw new ArgumentException($"There is no model '{name}'; there are {string.Join(", ", ByName.Keys)}.");

    /// <summary>A network with random weights.</summary>
    /// <exception cref="ArgumentException">Settings that the network cannot have.</exception>
    public abstract Module Create(ModelConfig config, Initializer init);

    /// <summary>The kind of convolution asked for, or the default.</summary>
    protected ConvKind Conv(ModelConfig config) => ConvKind.Parse(config.Conv ?? DefaultConv);
}
