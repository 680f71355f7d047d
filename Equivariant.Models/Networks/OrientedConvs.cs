using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Turned or mirrored copies of every kernel, reduced by maxout (Gao and Ji 2017).</summary>
internal static class OrientedConvs
{
    /// <summary>rot2, rot4 and rot8 (3×3 kernels only); flip, the paper's {id, H, V}, and the groups flip-h, flip-v and flip-hv;
    /// d4, all eight copies; for volumes rot24, the turns of the cube, and oh, with mirror images.</summary>
    public static IReadOnlyList<ConvKind> Kinds { get; } =
    [
        .. new[] { 2, 4, 8 }.Select(angles => Copies($"rot{angles}", 2, (shape, taps, init) => new RotationConv(
            shape.InChannels, shape.OutChannels, angles, init, shape.Options, taps, shape.HasBias),
            taps => angles < 8 || taps == 3)),
        .. new[]
        {
            ("flip", FlipSet.HorizontalVertical), ("flip-h", FlipSet.Horizontal), ("flip-v", FlipSet.Vertical),
            ("flip-hv", FlipSet.Klein),
        }.Select(flips => Copies(flips.Item1, 2, (shape, taps, init) => new FlipConv(
            shape.InChannels, shape.OutChannels, taps, init, flips.Item2, shape.Options, shape.HasBias))),
        Copies("d4", 2, (shape, taps, init) =>
            new DihedralConv(shape.InChannels, shape.OutChannels, taps, init, shape.Options, shape.HasBias)),
        .. new[] { ("rot24", false), ("oh", true) }.Select(cube => Copies(cube.Item1, 3, (shape, taps, init) => new CubeConv(
            shape.InChannels, shape.OutChannels, taps, init, shape.Options, mirrored: cube.Item2, shape.HasBias),
            taps => taps > 1)),
    ];

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
