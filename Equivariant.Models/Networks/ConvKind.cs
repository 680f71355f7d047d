using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>The kind of convolution a network is built with: a parameter of every backbone.
/// A new kind is one new class.</summary>
public abstract class ConvKind
{
    /// <summary>All kinds, by the name the command line uses.</summary>
    public static IReadOnlyDictionary<string, ConvKind> ByName { get; } = Registry.ByName<ConvKind>(kind => kind.Name);

    /// <summary>As in <c>--conv sre</c>.</summary>
    public abstract string Name { get; }

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
    public abstract Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false);

    /// <summary>Channels of a stage that make about as many parameters as <paramref name="width"/> ordinary channels: fewer for
    /// kinds whose features have several orientations for each channel.</summary>
    public virtual int Width(int rank, int width) => width;

    /// <summary>The first convolution of a network, from the image to features.</summary>
    /// <inheritdoc cref="Create"/>
    public virtual Module CreateFirst(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false) =>
        Create(rank, inChannels, outChannels, kernelSize, stride, init, bias);

    /// <summary>A 1×1 convolution from features to features.</summary>
    /// <param name="rank">Spatial axes.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result.</param>
    /// <param name="stride">Step an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    public virtual Module CreatePointwise(
        int rank, int inChannels, int outChannels, PerAxis stride, Initializer init, bool bias = false,
        ConvInit weightInit = ConvInit.PyTorch) =>
        new Conv(rank, inChannels, outChannels, 1, init, new() { Stride = stride }, bias, weightInit);

    /// <summary>The norm of features.</summary>
    /// <param name="rank">Spatial axes.</param>
    /// <param name="channels">As given to the convolution before it.</param>
    /// <param name="init">Device and element type.</param>
    public virtual BatchNorm CreateNorm(int rank, int channels, Initializer init) => new(channels, init);

    /// <summary>What makes ordinary channels of features, before whatever ends the network; null where they are.</summary>
    /// <param name="rank">Spatial axes.</param>
    public virtual Module? CreatePool(int rank) => null;

    /// <summary>A layer for ordinary channels that follows every turn and mirror image, made one for features of this
    /// kind.</summary>
    /// <param name="symmetric">From so many channels, as given to the convolutions, to as many or others.</param>
    public virtual Module ForEachOrientation(Module symmetric) => symmetric;

    /// <summary>Whether single convolutions of a network can become ones of this kind (<see cref="Symmetrize"/>).</summary>
    public virtual bool CanReplace => false;

    /// <summary>The layer to stand for an ordinary convolution; null where the kind has no such kernel.</summary>
    /// <param name="conv">The convolution.</param>
    /// <param name="options">The new layer's settings.</param>
    /// <param name="init">Draws weights.</param>
    /// <param name="keepWeights">Whether to take over what can be of the weights.</param>
    internal virtual Module? Replace(Conv conv, ConvOptions options, Initializer init, bool keepWeights) => null;

    /// <summary>The stride, and the padding that keeps the size at stride 1.</summary>
    private protected static ConvOptions SameSize(int rank, PerAxis kernelSize, PerAxis stride) => new()
    {
        Stride = stride,
        Padding = Padding.Create([.. kernelSize.For(rank, nameof(kernelSize)).Select(taps => taps / 2)]),
    };

    /// <summary>Refuses kernels that would change the size.</summary>
    private protected static void CheckOdd(int rank, PerAxis kernelSize)
    {
        if (kernelSize.For(rank, nameof(kernelSize)).Any(taps => taps % 2 == 0))
            throw new ArgumentException(
                $"The kernel size {kernelSize} is even and would change the image's size; use an odd one.");
    }
}
