using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Turned or mirrored copies of every kernel, reduced by maxout (Gao and Ji 2017).</summary>
public static class OrientedConvs
{
    /// <summary>0° and 180°: exact under the half turn.</summary>
    public static ConvKind Rotation2 { get; } = Rotations(2);

    /// <summary>Steps of 90°: exact under quarter turns.</summary>
    public static ConvKind Rotation4 { get; } = Rotations(4);

    /// <summary>Steps of 45°, 3×3 kernels only: exact under quarter turns.</summary>
    public static ConvKind Rotation8 { get; } = Rotations(8, kernelSize => kernelSize == 3);

    /// <summary>The paper's {id, H, V}: exact under nothing.</summary>
    public static ConvKind PaperFlips { get; } = Flips("flip", FlipSet.HorizontalVertical);

    /// <summary>{id, H}: exact under flipH.</summary>
    public static ConvKind HorizontalFlip { get; } = Flips("flip-h", FlipSet.Horizontal);

    /// <summary>{id, V}: exact under flipV.</summary>
    public static ConvKind VerticalFlip { get; } = Flips("flip-v", FlipSet.Vertical);

    /// <summary>{id, H, V, HV}: exact under both flips and the half turn.</summary>
    public static ConvKind KleinFlips { get; } = Flips("flip-hv", FlipSet.Klein);

    /// <summary>All eight copies: exact under every turn and mirror image.</summary>
    public static ConvKind Dihedral { get; } = Copies("d4", 2, (shape, taps, init) =>
        new DihedralConv(shape.InChannels, shape.OutChannels, taps, init, shape.Options, shape.HasBias));

    /// <summary>The 24 turns of the cube, for volumes: exact under turns, not under mirror images.</summary>
    public static ConvKind CubeRotations { get; } = Cube("rot24", mirrored: false);

    /// <summary>The turns of the cube and their mirror images, for volumes: exact under all 48 symmetries.</summary>
    public static ConvKind FullCube { get; } = Cube("oh", mirrored: true);

    private static ConvKind Rotations(int angles, Predicate<int>? has = null) => Copies($"rot{angles}", 2, (shape, taps, init) =>
        new RotationConv(shape.InChannels, shape.OutChannels, angles, init, shape.Options, taps, shape.HasBias), has);

    private static ConvKind Flips(string name, FlipSet set) => Copies(name, 2, (shape, taps, init) =>
        new FlipConv(shape.InChannels, shape.OutChannels, taps, init, set, shape.Options, shape.HasBias));

    private static ConvKind Cube(string name, bool mirrored) => Copies(name, 3, (shape, taps, init) =>
        new CubeConv(shape.InChannels, shape.OutChannels, taps, init, shape.Options, mirrored, shape.HasBias),
        kernelSize => kernelSize > 1);

    /// <param name="name">As in <c>--conv rot4</c>.</param>
    /// <param name="rank">2 for images, 3 for volumes.</param>
    /// <param name="create">The layer from shape, kernel size and initializer.</param>
    /// <param name="has">Whether there are copies of kernels of a size; of any if null.</param>
    private static ConvKind Copies(
        string name, int rank, Func<ConvShape, int, Initializer, OrientedConv> create, Predicate<int>? has = null) =>
        new(name, (shape, init) => create(shape, shape.Taps[0], init))
        {
            TurnsKernels = true,
            Check = shape => Check(name, rank, shape),
            Replacement = new(
                shape => shape.Rank == rank && shape.Taps.Distinct().Count() == 1 && (has is null || has(shape.Taps[0])),
                (_, kernels) => kernels),
        };

    private static void Check(string name, int rank, ConvShape shape)
    {
        if (shape.Rank != rank)
        {
            throw new ArgumentException($"Copies of a kernel ('{name}') are for {(rank == 2 ? "images" : "volumes")}; "
                + $"for {shape.Rank} axes use "
                + $"{(shape.Rank == 2 ? "'rot4', 'd4'" : shape.Rank == 3 ? "'rot24', 'oh'" : "'plain'")} or 'sre'.");
        }
        shape.RequireOdd();
        if (shape.Taps.Distinct().Count() > 1)
        {
            throw new ArgumentException($"Copies of a kernel ('{name}') turn it, so it must be a "
                + $"{(rank == 2 ? "square" : "cube")}, not {shape.KernelSize}.");
        }
    }
}
