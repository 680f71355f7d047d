namespace Equivariant.Benchmarks;

/// <summary>A row of the benchmark before it is measured.</summary>
/// <param name="Name">As <c>--filter</c> and the peer know it.</param>
/// <param name="Batch">Images in a pass.</param>
/// <param name="Create">Makes the operands for a number of images.</param>
/// <param name="IsNetwork">Whether the table also shows images per second.</param>
internal sealed record BenchCase(string Name, int Batch, Func<int, Device, Rng, Workload> Create, bool IsNetwork = false)
{
    private static readonly ConvShape Shape = new(), Large = new(128, 14, 5);

    /// <summary>All rows, in the order of the table.</summary>
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        // Plain convolutions: the 3×3 that every row is compared with, and other sizes on smaller maps.
        Plain("plain-1x1", new(128, 14, 1)), Plain("plain-3x3", Shape), Plain("plain-3x3-256", new(256, 7)),
        Plain("plain-5x5", Large), Plain("plain-7x7", new(128, 14, 7)),

        // SRE-Conv has one weight for each ring of the kernel: factorised, one product for each ring.
        .. new[] { 3, 5, 7, 9 }.Select(size => Sre($"sre-{size}x{size}", new(KernelSize: size))),

        // The maximum over turned and mirrored copies of a kernel. The group's transform leaves 9 products for the flips of a 3×3
        // kernel, 11 and 12 for 4 and 8 turns, 13 for D4, in place of 9 for each copy; 25 for the flips of a 5×5 kernel, not 75.
        Symmetric("rot4max-3x3", Shape, RotatedKernels.Create(4)),
        Symmetric("rot8max-3x3", Shape, RotatedKernels.Create(8)),
        Symmetric("flip3max-3x3", Shape, FlippedKernels.Create(Shape.Kernel, FlipSet.HorizontalVertical)),
        Symmetric("flip4max-3x3", Shape, FlippedKernels.Create(Shape.Kernel, FlipSet.Klein)),
        Symmetric("flip3max-5x5", Large, FlippedKernels.Create(Large.Kernel, FlipSet.HorizontalVertical)),
        Symmetric("d4max-3x3", Shape, DihedralKernels.Create(Shape.Kernel)),

        // Group convolutions of 256 maps of 14×14, 64 channels in four orientations or 32 in eight, and of twice as many. With
        // dense kernels they cost what the plain convolution of as many maps does.
        Group("p4-3x3", 256, SymmetryGroups.C4), Group("p4m-3x3", 256, SymmetryGroups.D4),
        Group("p4-3x3-512", 512, SymmetryGroups.C4), Group("p4m-3x3-512", 512, SymmetryGroups.D4),

        // Volumes: 32 channels at 14×14×14, and 64, where wide layers take another path. Of 24 turned copies, 67 products in
        // place of 648.
        Sre("sre3d-5", Volume(5), 8), Plain("plain3d-3", Volume(3), 8), Plain("plain3d-5", Volume(5), 8),
        Symmetric("rot24max3d-3", Volume(3), GroupKernels.Lifting(SymmetryGroups.CubeRotations, Volume(3).Kernel), 8),
        Symmetric("rot24max3d-3-64", Volume(3, 64), GroupKernels.Lifting(SymmetryGroups.CubeRotations, Volume(3).Kernel), 8),

        // Whole networks on colour images of 32×32.
        Network("resnet18"), Network("sre-resnet18"),
    ];

    private static ConvShape Volume(int kernelSize, int channels = 32) => new(channels, 14, kernelSize, 3);

    private static BenchCase Plain(string name, ConvShape shape, int images = ConvShape.Batch) =>
        new(name, images, (batch, device, rng) => ConvWorkload.Plain(shape, batch, device, rng));

    private static BenchCase Sre(string name, ConvShape shape, int images = ConvShape.Batch) =>
        Symmetric(name, shape, SreRings.Create(shape.Kernel), images);

    private static BenchCase Symmetric(string name, ConvShape shape, KernelIndexMap map, int images = ConvShape.Batch) =>
        new(name, images, (batch, device, rng) => ConvWorkload.Symmetric(shape, map, batch, device, rng));

    private static BenchCase Group(string name, int maps, SymmetryGroup group) => new(name, ConvShape.Batch,
        (batch, device, rng) => ConvWorkload.Group(new ConvShape(maps, 14), group, batch, device, rng));

    private static BenchCase Network(string network) => new($"net-{network}", 16,
        (batch, device, rng) => new NetworkWorkload(network, batch, device, rng), IsNetwork: true);
}
