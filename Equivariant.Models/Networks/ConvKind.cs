using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The kind of convolution a network is built with: a parameter of every backbone. A static property of any class of
/// this library that holds one, or a list of them, adds it to <see cref="ByName"/>.</summary>
public sealed class ConvKind
{
    private static readonly Lazy<IReadOnlyDictionary<string, ConvKind>> All =
        new(() => Registry.Values<ConvKind>(kind => kind.Name).ToDictionary(kind => kind.Name));

    /// <param name="name">As in <c>--conv sre</c>.</param>
    /// <param name="layer">Makes a convolution from features to features with random weights.</param>
    internal ConvKind(string name, Func<ConvShape, Initializer, Module> layer) => (Name, Layer) = (name, layer);

    /// <summary>All kinds, by the name the command line uses.</summary>
    public static IReadOnlyDictionary<string, ConvKind> ByName => All.Value;

    /// <summary>Ordinary convolutions.</summary>
    public static ConvKind Plain { get; } = new("plain", (shape, init) =>
        new Conv(shape.Rank, shape.InChannels, shape.OutChannels, shape.KernelSize, init, shape.Options, shape.HasBias))
    {
        Check = shape => shape.RequireOdd(),
    };

    /// <summary>As in <c>--conv sre</c>.</summary>
    public string Name { get; }

    internal Func<ConvShape, Initializer, Module> Layer { get; }

    /// <summary>Makes the first convolution of a network, from the image to features; <see cref="Layer"/> if null.</summary>
    internal Func<ConvShape, Initializer, Module>? FirstLayer { get; init; }

    /// <summary>Throws an <see cref="ArgumentException"/> for shapes that a network cannot have; null where the layer
    /// does.</summary>
    internal Action<ConvShape>? Check { get; init; }

    /// <summary>The group whose elements give every channel of the features an orientation each, as in group convolutions;
    /// null where features are ordinary channels.</summary>
    internal SymmetryGroup? Group { get; init; }

    /// <summary>Whether kernels are turned, so that their axes and the stride's must be alike.</summary>
    internal bool TurnsKernels { get; init; }

    /// <summary>How single convolutions of a network become ones of this kind (<see cref="Symmetrize"/>); null where they
    /// cannot.</summary>
    internal ConvReplacement? Replacement { get; init; }

    /// <summary>The kind of a name.</summary>
    /// <exception cref="ArgumentException">There is no such kind; the message lists those there are.</exception>
    public static ConvKind Parse(string name) => ByName.TryGetValue(name, out var kind) ? kind
        : throw new ArgumentException($"There is no convolution '{name}'; there are {string.Join(", ", ByName.Keys)}.");
}

/// <summary>A convolution that a network asks of its <see cref="ConvKind"/>; channels do not count orientations.</summary>
internal sealed record ConvShape(
    int Rank, int InChannels, int OutChannels, PerAxis KernelSize, ConvOptions Options, bool HasBias)
{
    public IReadOnlyList<int> Taps => KernelSize.For(Rank, "kernelSize");

    /// <exception cref="ArgumentException">A kernel size is even.</exception>
    public void RequireOdd()
    {
        if (Taps.Any(taps => taps % 2 == 0))
        {
            throw new ArgumentException(
                $"The kernel size {KernelSize} is even and would change the image's size; use an odd one.");
        }
    }
}

/// <summary>How a layer of a <see cref="ConvKind"/> takes the place of an ordinary convolution.</summary>
/// <param name="Fits">Whether the kind has such a kernel.</param>
/// <param name="Weights">From the new layer and the dense kernels, one after the other, to the values of its parameter
/// <c>weight</c>.</param>
internal sealed record ConvReplacement(Predicate<ConvShape> Fits, Func<Module, double[], double[]> Weights);
