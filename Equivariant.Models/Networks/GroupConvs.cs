using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>
/// Group convolutions (Cohen and Welling, ICML 2016): the first layer lifts the image to an orientation for each element, the
/// others keep them, norms share their numbers over them, and the largest orientation is taken before the network's end.
/// </summary>
internal static class GroupConvs
{
    /// <summary>p4, the turns of the square, and p4m, with mirror images; for volumes cube24 and cube48.</summary>
    public static IReadOnlyList<ConvKind> Kinds { get; } =
    [
        Of("p4", SymmetryGroups.C4), Of("p4m", SymmetryGroups.D4), Of("cube24", SymmetryGroups.CubeRotations),
        Of("cube48", SymmetryGroups.Cube),
    ];

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
