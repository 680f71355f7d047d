using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Turned or mirrored copies of every kernel, reduced by maxout (Gao and Ji 2017).</summary>
/// <param name="name">As in <c>--conv rot4</c>.</param>
/// <param name="ofRank">2 for images, 3 for volumes.</param>
/// <param name="create">The layer from input channels, output channels, kernel size, options, bias and
/// init.</param>
public abstract class OrientedKind(
    string name, int ofRank, Func<int, int, int, ConvOptions, bool, Initializer, OrientedConv> create) : ConvKind
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override bool CanReplace => true;

    internal override Module? Replace(Conv conv, ConvOptions options, Initializer init, bool keepWeights)
    {
        if (conv.Rank != ofRank || conv.Taps.Distinct().Count() > 1 || !Has(conv.Taps[0]))
            return null;
        var made = create(conv.InChannels, conv.OutChannels, conv.Taps[0], options, conv.HasBias, init);
        if (keepWeights)
            Symmetrize.TakeOver(conv, made, values => values);
        return made;
    }

    /// <summary>Whether there are copies of kernels of a size.</summary>
    private protected virtual bool Has(int kernelSize) => true;

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false)
    {
        if (rank != ofRank)
        {
            throw new ArgumentException($"Copies of a kernel ('{name}') are for {(ofRank == 2 ? "images" : "volumes")}; "
                + $"for {rank} axes use {(rank == 2 ? "'rot4', 'd4'" : rank == 3 ? "'rot24', 'oh'" : "'plain'")} or 'sre'.");
        }
        CheckOdd(rank, kernelSize);
        var taps = kernelSize.For(rank, nameof(kernelSize));
        if (taps.Distinct().Count() > 1)
        {
            throw new ArgumentException($"Copies of a kernel ('{name}') turn it, so it must be a "
                + $"{(ofRank == 2 ? "square" : "cube")}, not {kernelSize}.");
        }
        return create(inChannels, outChannels, taps[0], SameSize(rank, kernelSize, stride), bias, init);
    }
}

/// <summary>Kernels turned in steps.</summary>
public abstract class RotationKind(int angles) : OrientedKind(
    $"rot{angles}", 2, (inChannels, outChannels, kernelSize, options, bias, init) =>
        new RotationConv(inChannels, outChannels, angles, init, options, kernelSize, bias));

/// <summary>Mirrored kernels.</summary>
public abstract class FlipKind(string name, FlipSet set) : OrientedKind(
    name, 2, (inChannels, outChannels, kernelSize, options, bias, init) =>
        new FlipConv(inChannels, outChannels, kernelSize, init, set, options, bias));

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
    "d4", 2, (inChannels, outChannels, kernelSize, options, bias, init) =>
        new DihedralConv(inChannels, outChannels, kernelSize, init, options, bias));

/// <summary>Kernels in all turns of the cube, for volumes.</summary>
public abstract class CubeCopiesKind(string name, bool mirrored) : OrientedKind(
    name, 3, (inChannels, outChannels, kernelSize, options, bias, init) =>
        new CubeConv(inChannels, outChannels, kernelSize, init, options, mirrored, bias))
{
    private protected override bool Has(int kernelSize) => kernelSize > 1;
}

/// <summary>The 24 turns, for volumes: exact under turns, not under mirror images.</summary>
public sealed class Rotation24Kind() : CubeCopiesKind("rot24", false);

/// <summary>The turns and their mirror images, for volumes: exact under all 48 symmetries of the cube.</summary>
public sealed class CubeKind() : CubeCopiesKind("oh", true);
