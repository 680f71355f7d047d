namespace Equivariant.Samples;

/// <summary>Samples of transposed convolutions: every option, odd shapes, and which geometries commute with turns.</summary>
internal sealed class ConvTransposeSamples : IOpSamples
{
    private const SampleSymmetry Equivariant = SampleSymmetry.Equivariant, Broken = SampleSymmetry.Broken;

    public static IEnumerable<OpSample> Samples =>
    [
        Case("2×2, stride 2", [2, 3, 4, 5], [3, 4, 2, 2], new() { Stride = 2 }),
        Case("3×3", [1, 2, 5, 4], [2, 3, 3, 3], new() { Padding = 1 }),
        Case("3×3, stride 2, output padding", [2, 3, 4, 5], [3, 2, 3, 3], new() { Stride = 2, Padding = 1 }, 1),
        Case("4×4, stride 2", [1, 3, 5, 3], [3, 2, 4, 4], new() { Stride = 2, Padding = 1 }),
        Case("stride larger than the kernel", [1, 2, 3, 4], [2, 2, 1, 2], new() { Stride = [3, 4] }, [2, 0]),
        Case("dilation and groups", [1, 4, 4, 3], [4, 2, 3, 2], new() { Stride = [1, 3], Dilation = [2, 1], Groups = 2 }),
        Case("output padding beyond the stride", [1, 2, 4, 3], [2, 2, 3, 3], new() { Dilation = 3 }, [1, 2]),
        Case("more padding than the kernel", [1, 2, 7, 8], [2, 2, 2, 3], new() { Padding = [2, 3] }),
        Case("depthwise", [2, 5, 4, 4], [5, 1, 3, 3], new() { Groups = 5, Padding = 1 }),
        Case("more channels than a tile", [2, 19, 6, 7], [19, 21, 2, 2], new() { Stride = 2 }),
        Case("one pixel", [3, 4, 1, 1], [4, 5, 3, 3], new() { Stride = 2 }),
        Case("signal", [2, 3, 6], [3, 4, 5], new() { Padding = 2, Stride = 2 }, 1),
        Case("volume", [1, 2, 3, 2, 4], [2, 3, 2, 2, 2], new() { Stride = 2 }),
        Case("volume, all differs", [1, 4, 3, 4, 2], [4, 1, 2, 3, 1],
            new() { Padding = [1, 0, 0], Stride = [2, 1, 3], Dilation = [2, 1, 1], Groups = 2 }, [1, 0, 2]),
        Case("free 2×2 weight", [1, 2, 6, 6], [2, 3, 2, 2], new() { Stride = 2 }) with { Symmetry = Broken },
        Symmetric("rings, 3×3, stride 2, even size", SreRings.Create([3, 3]), [1, 3, 6, 6], [3, 2],
            new() { Stride = 2, Padding = 1 }) with { Symmetry = Equivariant },
        Symmetric("rings, 3×3, stride 2, odd size", SreRings.Create([3, 3]), [1, 3, 5, 5], [3, 2], new() { Stride = 2 })
            with { Symmetry = Equivariant },
        Symmetric("rings, output padding", SreRings.Create([5, 5]), [1, 2, 5, 5], [2, 3], new() { Stride = 2, Padding = 2 }, 1)
            with { Symmetry = Broken },
        Symmetric("plain, 2×2", DenseKernel.Create([2, 2]), [1, 2, 4, 4], [2, 3], new() { Stride = 2 })
            with { Symmetry = Broken },
        Symmetric("rings of a volume", SreRings.Create([3, 3, 3]), [1, 2, 3, 3, 3], [2, 2], new() { Stride = 2, Padding = 1 })
            with { Symmetry = Equivariant, SpatialAxes = 3 },
        Symmetric("rings of a signal, groups", SreRings.Create([5]), [2, 4, 6], [4, 1], new() { Padding = 1, Groups = 2 })
            with { Symmetry = Equivariant, SpatialAxes = 1 },
    ];

    private static OpSample Case(string name, Shape x, Shape weight, ConvOptions options, PerAxis outputPadding = default) => new(
        nameof(Ops.ConvTranspose), name, [new(x) { Image = true }, new(weight), new([weight[1] * options.Groups])],
        t => Ops.ConvTranspose(t[0], t[1], t[2], options, outputPadding),
        t => Reference(t[0], t[1], t[2], options, outputPadding));

    private static OpSample Symmetric(
        string name, KernelIndexMap map, Shape x, Shape channels, ConvOptions options, PerAxis outputPadding = default) => new(
        nameof(Ops.SymmetricConvTranspose), name,
        [new(x) { Image = true }, new([.. channels, map.Parameters]), new([channels[1] * options.Groups])],
        t => Ops.SymmetricConvTranspose(t[0], t[1], t[2], new IndexTables(map, t[0].Device), options, outputPadding),
        t => Reference(t[0], Dense(t[1], map), t[2], options, outputPadding));

    private static HostArray Dense(HostArray theta, KernelIndexMap map)
    {
        Shape shape = [theta.Shape[0], theta.Shape[1], .. map.KernelSize];
        var taps = map.Taps;
        return new(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(i => map[0, i % taps] is var p && p < 0
            ? 0 : theta.Values[(i / taps * map.Parameters) + p])]);
    }

    /// <summary>Lays a kernel into the result for every cell of the input.</summary>
    private static HostArray Reference(
        HostArray x, HostArray weight, HostArray bias, ConvOptions options, PerAxis outputPadding)
    {
        var axes = x.Shape.Rank - 2;
        var (stride, dilation) = (options.Stride.For(axes, "stride"), options.Dilation.For(axes, "dilation"));
        var (padding, more) = (options.Padding.Numbers!.Value.For(axes, "padding"), outputPadding.For(axes, "outputPadding"));
        var groupOut = weight.Shape[1];
        var groupIn = weight.Shape[0] / options.Groups;
        Shape result = [x.Shape[0], groupOut * options.Groups, .. Enumerable.Range(0, axes).Select(axis =>
            ((x.Shape[axis + 2] - 1) * stride[axis]) - (2 * padding[axis]) + (dilation[axis] * (weight.Shape[axis + 2] - 1))
            + more[axis] + 1)];
        var y = HostArray.From(result, at => bias[at[1]]);
        foreach (var from in HostArray.Indices(x.Shape))
        {
            foreach (var tap in HostArray.Indices(weight.Shape.With(0, 1)))
            {
                int[] cell = [.. Enumerable.Range(0, axes).Select(axis =>
                    (from[axis + 2] * stride[axis]) + (tap[axis + 2] * dilation[axis]) - padding[axis])];
                if (cell.Select((c, axis) => c >= 0 && c < result[axis + 2]).All(inside => inside))
                {
                    y[[from[0], (from[1] / groupIn * groupOut) + tap[1], .. cell]] +=
                        x[from] * weight[[from[1], .. tap[1..]]];
                }
            }
        }
        return y;
    }
}
