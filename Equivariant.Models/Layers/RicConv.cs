namespace Equivariant.Layers;

/// <summary>
/// Ring-coordinate convolution (Mo and Zhao, RIC-CNN, 2022): a 3×3 kernel of eight places around a pixel, turned so that the
/// first points away from the middle of the image. Images only.
/// </summary>
/// <remarks>
/// Turning the image about its middle turns the result: exactly by quarter turns, roughly by others. Not so mirror images, nor
/// turns about any other point: an object off the middle, or shifted, meets other kernels. The input is resampled to nine
/// channels for each, and an ordinary 1×1 convolution does the rest.
/// </remarks>
public sealed class RicConv : Module
{
    private const int Places = 9;

    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly PerAxis stride;

    /// <summary>A convolution with random weights [O, C, 9], as PyTorch's for 3×3.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the result; its size is that of the input, divided by the stride.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="stride">Step an axis.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="weightInit">How the weights are drawn.</param>
    /// <exception cref="ArgumentException">Channels or stride are not positive.</exception>
    public RicConv(
        int inChannels, int outChannels, Initializer init, PerAxis? stride = null, bool bias = true,
        ConvInit weightInit = ConvInit.PyTorch)
    {
        this.stride = stride ?? 1;
        var options = new ConvOptions { Stride = this.stride };
        WindowSettings.Check(nameof(RicConv), 2, 1, options);
        Channels.PerGroup(nameof(RicConv), inChannels, outChannels, 1);
        var bound = 1 / Math.Sqrt((double)inChannels * Places);
        Shape shape = [outChannels, inChannels, Places];
        weight = Parameter("weight", weightInit == ConvInit.HeFanOut
            ? init.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * Places))) : init.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        Description = $"RicConv({inChannels}→{outChannels}, 3×3{options.Suffix})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Quarter turns about the middle.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(SymmetryGroups.C4).WhereEven(2, stride);

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, 1, new() { Stride = stride });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Conv(Ops.RingCoordinates(x),
        Ops.Reshape(weight, weight.Shape[0], weight.Shape[1] * Places, 1, 1), bias, new() { Stride = stride });
}
