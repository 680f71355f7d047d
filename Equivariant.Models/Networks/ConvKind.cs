using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The kind of convolution a network is built with: a parameter of every backbone. A static property of any class
/// that holds one, or a list of them, adds it to <see cref="ByName"/>.</summary>
/// <param name="Name">As in <c>--conv sre</c>.</param>
/// <param name="Layer">Makes a convolution from features to features with random weights.</param>
public sealed record ConvKind(string Name, Func<ConvShape, Initializer, Module> Layer)
{
    private static readonly Lazy<IReadOnlyDictionary<string, ConvKind>> All =
        new(() => Registry.Values<ConvKind>(kind => kind.Name).ToDictionary(kind => kind.Name));

    /// <summary>All kinds, by the name the command line uses.</summary>
    public static IReadOnlyDictionary<string, ConvKind> ByName => All.Value;

    /// <summary>Ordinary convolutions.</summary>
    public static ConvKind Plain { get; } = new("plain", (shape, init) =>
        new Conv(shape.Rank, shape.InChannels, shape.OutChannels, shape.KernelSize, init, shape.Options, shape.HasBias))
    {
        Check = shape => shape.RequireOdd(),
    };

    /// <summary>Makes the first convolution of a network, from the image to features; <see cref="Layer"/> if null.</summary>
    public Func<ConvShape, Initializer, Module>? FirstLayer { get; init; }

    /// <summary>Throws an <see cref="ArgumentException"/> for shapes that a network cannot have; null where the layer
    /// does.</summary>
    public Action<ConvShape>? Check { get; init; }

    /// <summary>The group whose elements give every channel of the features an orientation each, as in group convolutions;
    /// null where features are ordinary channels.</summary>
    public SymmetryGroup? Group { get; init; }

    /// <summary>Whether kernels are turned, so that their axes and the stride's must be alike.</summary>
    public bool TurnsKernels { get; init; }

    /// <summary>How single convolutions of a network become ones of this kind (<see cref="Symmetrize"/>); null where they
    /// cannot.</summary>
    public ConvReplacement? Replacement { get; init; }

    /// <summary>The kind of a name.</summary>
    /// <exception cref="ArgumentException">There is no such kind; the message lists those there are.</exception>
    public static ConvKind Parse(string name) => ByName.TryGetValue(name, out var kind) ? kind
        : throw new ArgumentException($"There is no convolution '{name}'; there are {string.Join(", ", ByName.Keys)}.");

    /// <summary>A convolution from features to features, its result the input's size divided by the stride; a norm
    /// follows it.</summary>
    /// <param name="rank">Spatial axes.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="kernelSize">Taps an axis, odd.</param>
    /// <param name="stride">Step an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="bias">Whether to add a bias, which the norm takes away again: for networks that count it.</param>
    /// <exception cref="ArgumentException">An even kernel size, or another setting that cannot be.</exception>
    public Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false) =>
        Layer(SameSize(rank, inChannels, outChannels, kernelSize, stride, bias), init);

    /// <summary>The first convolution of a network, from the image to features.</summary>
    /// <inheritdoc cref="Create"/>
    public Module CreateFirst(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false) =>
        (FirstLayer ?? Layer)(SameSize(rank, inChannels, outChannels, kernelSize, stride, bias), init);

    /// <summary>A 1×1 convolution from features to features.</summary>
    /// <param name="rank">Spatial axes.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="stride">Step an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    public Module CreatePointwise(
        int rank, int inChannels, int outChannels, PerAxis stride, Initializer init, bool bias = false,
        ConvInit weightInit = ConvInit.PyTorch)
    {
        var options = new ConvOptions { Stride = stride };
        if (Group is null)
            return new Conv(rank, inChannels, outChannels, 1, init, options, bias, weightInit);
        Check?.Invoke(new(rank, inChannels, outChannels, 1, options, bias));
        return new GroupConv(Group, inChannels, outChannels, 1, init, options, bias, weightInit);
    }

    /// <summary>The norm of features.</summary>
    /// <param name="channels">As given to the convolution before it.</param>
    /// <param name="init">Device and element type.</param>
    public BatchNorm CreateNorm(int channels, Initializer init) => new(channels, init, orientations: Group?.Order ?? 1);

    /// <summary>What makes ordinary channels of features, before whatever ends the network; null where they are.</summary>
    public Module? CreatePool() => Group is null ? null : new GroupPool(Group);

    /// <summary>Channels of a stage that make about as many parameters as <paramref name="width"/> ordinary channels:
    /// width / √|G| where each has |G| orientations.</summary>
    public int Width(int width) => Group is null ? width : Math.Max(1, (int)Math.Round(width / Math.Sqrt(Group.Order)));

    /// <summary>A layer for ordinary channels that commutes with every turn and mirror image, made one for features of this
    /// kind.</summary>
    /// <param name="symmetric">From so many channels, as given to the convolutions, to as many or others.</param>
    public Module ForEachOrientation(Module symmetric) => Group is null ? symmetric : new EachOrientation(Group, symmetric);

    /// <summary>A shape with the padding that keeps the size at stride 1.</summary>
    private ConvShape SameSize(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, bool bias)
    {
        var shape = new ConvShape(rank, inChannels, outChannels, kernelSize, new() { Stride = stride }, bias);
        Check?.Invoke(shape);
        var padding = Padding.Create([.. shape.Taps.Select(taps => taps / 2)]);
        return shape with { Options = new() { Stride = stride, Padding = padding } };
    }
}

/// <summary>How a layer of a <see cref="ConvKind"/> takes the place of an ordinary convolution.</summary>
/// <param name="Fits">Whether the kind has such a kernel.</param>
/// <param name="Weights">From the new layer and the dense kernels, one after the other, to the values of its parameter
/// <c>weight</c>.</param>
public sealed record ConvReplacement(Predicate<ConvShape> Fits, Func<Module, double[], double[]> Weights);
