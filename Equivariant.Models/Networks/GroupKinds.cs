using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Group convolutions (Cohen and Welling, ICML 2016): the first layer lifts the image to an orientation for each element, the
/// others keep them, norms share their numbers over them, and the largest orientation is taken before the network's end.
/// </summary>
/// <param name="name">As in <c>--conv p4</c>.</param>
/// <param name="group">The group; its axes are those of the images.</param>
public abstract class GroupKind(string name, SymmetryGroup group) : ConvKind
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>width / √|G|: weights between stages are as many as between ordinary ones of <paramref name="width"/>.</summary>
    /// <inheritdoc/>
    public override int Width(int rank, int width) => Math.Max(1, (int)Math.Round(width / Math.Sqrt(group.Order)));

    /// <inheritdoc/>
    public override Module CreateFirst(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false)
    {
        Check(rank);
        CheckOdd(rank, kernelSize);
        return new LiftingConv(
            group, inChannels, outChannels, kernelSize, init, SameSize(rank, kernelSize, stride), bias, ConvInit.HeFanOut);
    }

    /// <inheritdoc/>
    public override Module Create(
        int rank, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, Initializer init, bool bias = false)
    {
        Check(rank);
        CheckOdd(rank, kernelSize);
        return new GroupConv(
            group, inChannels, outChannels, kernelSize, init, SameSize(rank, kernelSize, stride), bias, ConvInit.HeFanOut);
    }

    /// <inheritdoc/>
    public override Module CreatePointwise(
        int rank, int inChannels, int outChannels, PerAxis stride, Initializer init, bool bias = false,
        ConvInit weightInit = ConvInit.PyTorch)
    {
        Check(rank);
        return new GroupConv(group, inChannels, outChannels, 1, init, new() { Stride = stride }, bias, weightInit);
    }

    /// <inheritdoc/>
    public override BatchNorm CreateNorm(int rank, int channels, Initializer init) =>
        new(channels, init, orientations: group.Order);

    /// <inheritdoc/>
    public override Module CreatePool(int rank) => new GroupPool(group);

    /// <inheritdoc/>
    public override Module ForEachOrientation(Module symmetric) => new EachOrientation(group, symmetric);

    private void Check(int rank)
    {
        if (rank != group.Rank)
            throw new ArgumentException($"'{name}' turns kernels of {group.Rank} axes; for {rank} axes use "
                + (rank == 3 ? "'cube24', 'cube48' or 'sre'." : "'p4', 'p4m' or 'sre'."));
    }
}

/// <summary>The four turns of the square, by 90°: exact under turns, not under mirror images.</summary>
public sealed class P4Kind() : GroupKind("p4", SymmetryGroups.C4);

/// <summary>The four turns and their mirror images: exact under all eight symmetries of the square.</summary>
public sealed class P4MKind() : GroupKind("p4m", SymmetryGroups.D4);

/// <summary>The 24 turns of the cube, for volumes.</summary>
public sealed class Cube24Kind() : GroupKind("cube24", SymmetryGroups.CubeRotations);

/// <summary>The turns of the cube and their mirror images, for volumes: exact under all 48.</summary>
public sealed class Cube48Kind() : GroupKind("cube48", SymmetryGroups.Cube);
