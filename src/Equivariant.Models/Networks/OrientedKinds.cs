using Equivariant.Layers;
using Equivariant.Symmetry;

namespace Equivariant.Networks;

/// <summary>Turned or mirrored copies of every kernel, reduced by maxout (Gao and Ji 2017); images only.</summary>
/// <param name="name">As in <c>--conv rot4</c>.</param>
/// <param name="create">The layer from input channels, output channels, kernel size, options, bias and
/// setup.</param>
public abstract class OrientedKind(
    string name, Func<int, int, int, ConvOptions, bool, Setup, OrientedConv> create) : ConvKind
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override bool CanReplace => true;

    internal override Module? Replace(Conv conv, ConvOptions options, Setup setup, bool keepWeights)
    {
        if (conv.Rank != 2 || conv.Taps[0] != conv.Taps[1] || !Has(conv.Taps[0]))
            return null;
        var made = create(conv.InChannels, conv.OutChannels, conv.Taps[0], options, conv.HasBias, setup);
        if (keepWeights)
            Symmetrize.TakeOver(conv, made, values => values);
        return made;
    }

    /// <summary>Whether there are copies of kernels of a size.</summary>
    private protected virtual bool Has(int kernelSize) => true;

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Setup setup, bool bias = false)
    {
        if (rank != 2)
            throw new ArgumentException($"Copies of a kernel ('{name}') are for images; for {rank} axes use 'sre' or 'plain'.");
        CheckOdd(rank, kernelSize);
        var taps = kernelSize.For(rank, nameof(kernelSize));
        if (taps[0] != taps[1])
            throw new ArgumentException($"Copies of a kernel ('{name}') turn it, so it must be square, not {kernelSize}.");
        return create(inChannels, outChannels, taps[0], SameSize(rank, kernelSize, stride), bias, setup);
    }
}

/// <summary>Kernels turned in steps.</summary>
public abstract class RotationKind(int angles) : OrientedKind(
    $"rot{angles}", (inChannels, outChannels, kernelSize, options, bias, setup) =>
        new RotationConv(inChannels, outChannels, angles, setup, options, kernelSize, bias));

/// <summary>Mirrored kernels.</summary>
public abstract class FlipKind(string name, FlipSet set) : OrientedKind(
    name, (inChannels, outChannels, kernelSize, options, bias, setup) =>
        new FlipConv(inChannels, outChannels, kernelSize, setup, set, options, bias));

/// <summary>0° and 180°: exact under the half turn.</summary>
public sealed class Rotation2Kind() : RotationKind(2);

/// <summary>Steps of 90°: exact under quarter turns.</summary>
public sealed class Rotation4Kind() : RotationKind(4);

/// <summary>Steps of 45°, 3×3 kernels only: exact under quarter turns.</summary>
public sealed class Rotation8Kind() : RotationKind(8)
{
    private protected override bool Has(int kernelSize) => kernelSize == 3;
}

/// <summary>The paper's {id, H, V}: exact under nothing.</summary>
public sealed class PaperFlipKind() : FlipKind("flip", FlipSet.HorizontalVertical);

/// <summary>{id, H}: exact under flipH.</summary>
public sealed class HorizontalFlipKind() : FlipKind("flip-h", FlipSet.Horizontal);

/// <summary>{id, V}: exact under flipV.</summary>
public sealed class VerticalFlipKind() : FlipKind("flip-v", FlipSet.Vertical);

/// <summary>{id, H, V, HV}: exact under both flips and the half turn.</summary>
public sealed class KleinFlipKind() : FlipKind("flip-hv", FlipSet.Klein);

/// <summary>All eight copies: exact under every turn and mirror image.</summary>
public sealed class DihedralKind() : OrientedKind(
    "d4", (inChannels, outChannels, kernelSize, options, bias, setup) =>
        new DihedralConv(inChannels, outChannels, kernelSize, setup, options, bias));
