using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Group convolutions (Cohen and Welling, ICML 2016): the first layer lifts the image to an orientation for each element, the
/// others keep them, norms share their numbers over them, and the largest orientation is taken before the network's end.
/// </summary>
public static class GroupConvs
{
    /// <summary>The four turns of the square, by 90°: exact under turns, not under mirror images.</summary>
    public static ConvKind P4 { get; } = Of("p4", SymmetryGroups.C4);

    /// <summary>The four turns and their mirror images: exact under all eight symmetries of the square.</summary>
    public static ConvKind P4M { get; } = Of("p4m", SymmetryGroups.D4);

    /// <summary>The 24 turns of the cube, for volumes.</summary>
    public static ConvKind Cube24 { get; } = Of("cube24", SymmetryGroups.CubeRotations);

    /// <summary>The turns of the cube and their mirror images, for volumes: exact under all 48.</summary>
    public static ConvKind Cube48 { get; } = Of("cube48", SymmetryGroups.Cube);

    private static ConvKind Of(string name, SymmetryGroup group) => new(name, (shape, init) =>
        new GroupConv(group, shape.InChannels, shape.OutChannels, shape.KernelSize, init, shape.Options, shape.HasBias,
            ConvInit.HeFanOut))
    {
        FirstLayer = (shape, init) => new LiftingConv(
            group, shape.InChannels, shape.OutChannels, shape.KernelSize, init, shape.Options, shape.HasBias, ConvInit.HeFanOut),
        Group = group,
        TurnsKernels = true,
        Check = shape =>
        {
            if (shape.Rank != group.Rank)
            {
                throw new ArgumentException($"'{name}' turns kernels of {group.Rank} axes; for {shape.Rank} axes use "
                    + (shape.Rank == 3 ? "'cube24', 'cube48' or 'sre'." : "'p4', 'p4m' or 'sre'."));
            }
            shape.RequireOdd();
        },
    };
}
