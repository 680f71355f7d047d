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
    private readonly ConvOptions options;

    /// <summary>A convolution with random weights [O, C, 9], as PyTorch's for 3×3. The result has the size of the input, divided
    /// by the stride.</summary>
    /// <exception cref="ArgumentException">Channels or stride are not positive.</exception>
    public RicConv(
        int inChannels, int outChannels, Initializer init, PerAxis? stride = null, bool bias = true,
        ConvInit weightInit = ConvInit.PyTorch)
    {
        options = new() { Stride = stride ?? 1 };
        LayerSettings.Convolution(nameof(RicConv), 2, 1, options);
        LayerSettings.Groups(nameof(RicConv), inChannels, outChannels, 1);
        var bound = 1 / Math.Sqrt((double)inChannels * Places);
        weight = Parameter(
            "weight", init.ConvWeights([outChannels, inChannels, Places], weightInit, bound, (double)outChannels * Places));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        Description = $"RicConv({inChannels}→{outChannels}, 3×3{options.Suffix})";
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Quarter turns about the middle.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(SymmetryGroups.C4).WhereEven(2, options.Stride);

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, 1, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Ops.Conv(Ops.RingCoordinates(x),
        Ops.Reshape(weight, weight.Shape[0], weight.Shape[1] * Places, 1, 1), bias, options);
}
