namespace Equivariant.Samples;

internal sealed class GroupConvSamples : IOpSamples
{
    private static ConvOptions Padded => new() { Padding = 1 };

    public static IEnumerable<OpSample> Samples =>
    [
        Sample("four turns", [2, 8, 6, 5], 3, SymmetryGroups.C4, [3, 3], Padded),
        Sample("four turns, many channels", [1, 72, 7, 7], 17, SymmetryGroups.C4, [3, 3], Padded),
        Sample("four turns of 1×1", [2, 12, 4, 5], 5, SymmetryGroups.C4, [1, 1], new()),
        Sample("four turns of 5×5, no padding", [1, 8, 7, 8], 2, SymmetryGroups.C4, [5, 5], new()),
        Sample("four turns of 2×2", [1, 8, 5, 5], 2, SymmetryGroups.C4, [2, 2], new() { Padding = 1 }),
        Sample("four turns, groups, dilation", [2, 16, 7, 6], 4, SymmetryGroups.C4, [3, 3],
            new() { Padding = [2, 1], Dilation = [2, 1], Groups = 2 }),
        Sample("four turns, padded on one side", [1, 4, 5, 5], 2, SymmetryGroups.C4, [2, 2], new() { Padding = Padding.Same }),
        Sample("four turns, much padding", [1, 4, 4, 4], 2, SymmetryGroups.C4, [3, 3], new() { Padding = 3 }),
        Sample("four turns, stride 2", [1, 8, 7, 7], 2, SymmetryGroups.C4, [3, 3], Padded with { Stride = 2 }),
        Sample("four turns, circular", [1, 4, 6, 6], 2, SymmetryGroups.C4, [3, 3],
            Padded with { PaddingMode = PaddingMode.Circular }),
        Sample("half turns", [1, 6, 5, 6], 3, SymmetryGroups.C2, [3, 3], Padded),
        Sample("Klein's four", [1, 8, 5, 6], 2, SymmetryGroups.Klein, [3, 3], Padded),
        Sample("symmetries of the square", [2, 16, 5, 6], 3, SymmetryGroups.D4, [3, 3], Padded),
        Sample("symmetries of the square, 1×1", [1, 24, 5, 4], 5, SymmetryGroups.D4, [1, 1], new()),
        Sample("a volume's turns", [1, 48, 3, 4, 3], 2, SymmetryGroups.CubeRotations, [3, 3, 3], Padded),
    ];

    private static OpSample Sample(
        string name, Shape x, int outputs, SymmetryGroup group, int[] kernelSize, ConvOptions options)
    {
        var channels = x[1] / group.Order / options.Groups;
        var parameters = group.Order * kernelSize.Aggregate(1, (product, size) => product * size);
        return new(
            nameof(Ops.GroupConv), name, [new(x), new([outputs, channels, parameters]), new([outputs])],
            t => Ops.GroupConv(t[0], t[1], t[2], new(group, kernelSize, t[0].Device), options),
            t => Reference(t[0], t[1], t[2], GroupKernels.Joint(group, kernelSize), kernelSize, options));
    }

    /// <summary>The reference of a plain convolution by the kernels of all copies.</summary>
    private static HostArray Reference(
        HostArray x, HostArray theta, HostArray bias, KernelIndexMap map, int[] kernelSize, ConvOptions options)
    {
        var (outputs, channels) = (theta.Shape[0], theta.Shape[1]);
        var kernels = HostArray.From([outputs, map.Orientations, channels, map.Taps],
            at => theta[at[0], at[2], map[at[1], at[3]]]);
        var biases = HostArray.From([outputs * map.Orientations], at => bias[at[0] / map.Orientations]);
        Shape bank = [outputs * map.Orientations, channels * map.Orientations, .. kernelSize];
        return ConvSamples.Reference(x, new(bank, kernels.Values), biases, options);
    }
}
