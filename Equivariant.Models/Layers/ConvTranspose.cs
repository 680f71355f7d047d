namespace Equivariant.Layers;

/// <summary>A transposed convolution in one, two or three dimensions; PyTorch's ConvTranspose1d to ConvTranspose3d.</summary>
/// <remarks>Commutes with no turn; <see cref="SymmetricConvTranspose"/> does.</remarks>
public sealed class ConvTranspose : ConvLayer
{
    /// <summary>A transposed convolution with random weights, drawn as PyTorch's: uniform in ±1/√(out/groups·taps).</summary>
    /// <param name="rank">Spatial axes, 1 to 3.</param>
    /// <param name="inChannels">Channels of the input, a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, a multiple of the groups. Its axes are (size − 1)·stride − 2·padding +
    /// dilation·(k − 1) + outputPadding + 1 long.</param>
    /// <param name="kernelSize">Taps an axis.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups; PyTorch's defaults if null.</param>
    /// <param name="outputPadding">Cells added at the end of each axis of the result.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, or settings that are out of range or for
    /// another number of axes.</exception>
    public ConvTranspose(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        PerAxis outputPadding = default, bool bias = true)
        : base(rank, inChannels, outChannels, kernelSize, options, outputPadding)
    {
        var outGroup = outChannels / Options.Groups;
        Draw(init, [inChannels, outGroup, .. Taps], 1 / Math.Sqrt((double)outGroup * TapCount), bias ? outChannels : 0);
    }

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => SymmetryClaim.None;

    private protected override SymmetryClaim KernelSymmetry => SymmetryClaim.None;

    internal override Tensor Forward(Tensor x, Epilogue epilogue) =>
        epilogue.ApplyTo(Ops.ConvTranspose(x, Weight, Bias, Options, OutputPadding!.Value));
}

/// <summary>
/// A transposed convolution whose kernels share parameters among the taps of an index map: rings
/// (<see cref="SreRings"/>, odd sizes) or the orbits of the taps (<see cref="SymmetricTaps"/>, any size). With stride 2 a 2×2
/// kernel, or a 4×4 kernel with padding 1, doubles the size.
/// </summary>
/// <remarks>
/// With a symmetric map it commutes with every turn and mirror image on every size, unless outputPadding puts the result off its
/// middle: then only with the exchange of axes.
/// </remarks>
public sealed class SymmetricConvTranspose : ConvLayer
{
    private readonly IndexTables tables;

    /// <summary>As <see cref="ConvTranspose"/>; the index map says which parameter sits at which tap, in one orientation, and
    /// gives rank and kernel size.</summary>
    /// <exception cref="ArgumentException">A map of several orientations, channels that the groups do not divide, or settings
    /// that are out of range or for another number of axes.</exception>
    public SymmetricConvTranspose(
        KernelIndexMap map, int inChannels, int outChannels, Initializer init, ConvOptions? options = null,
        PerAxis outputPadding = default, bool bias = true)
        : base(map.Rank, inChannels, outChannels, PerAxis.Create([.. map.KernelSize]), options, outputPadding)
    {
        if (map.Orientations != 1)
            throw new ArgumentException($"SymmetricConvTranspose: the index map ({map}) has {map.Orientations} copies; it takes "
                + "one.", nameof(map));
        tables = Owned(new IndexTables(map, init.Device ?? Device.Cpu));
        var outGroup = outChannels / Options.Groups;
        Draw(init, [inChannels, outGroup, map.Parameters], 1 / Math.Sqrt((double)outGroup * map.Taps), bias ? outChannels : 0);
    }

    /// <summary>Which parameter sits at which tap.</summary>
    public KernelIndexMap Map => tables.Map;

    private protected override string Details => $", {Map.Parameters} parameters";

    private protected override SymmetryClaim KernelSymmetry
    {
        get
        {
            var offCentre = OutputPadding!.Value.For(Rank, "outputPadding").Any(cells => cells > 0);
            return SymmetryClaim.Of(Rank, element => Map.IsSymmetricUnder(element)
                && !(offCentre && Enumerable.Range(0, Rank).Any(axis => element.Sign(axis) < 0)));
        }
    }

    internal override Tensor Forward(Tensor x, Epilogue epilogue) =>
        epilogue.ApplyTo(Ops.SymmetricConvTranspose(x, Weight, Bias, tables, Options, OutputPadding!.Value));
}
