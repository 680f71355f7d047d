namespace Equivariant.Samples;

/// <summary>Samples of <see cref="Ops.Conv"/>: every option, odd shapes, and which geometries commute with turns.</summary>
internal sealed class ConvSamples : IOpSamples
{
    private const SampleSymmetry Equivariant = SampleSymmetry.Equivariant, Broken = SampleSymmetry.Broken;

    public static IEnumerable<OpSample> Samples =>
    [
        Case("3×3", [2, 3, 6, 5], [4, 3, 3, 3], new() { Padding = 1 }),
        Case("3×3 without padding", [1, 2, 5, 6], [3, 2, 3, 3], new()),
        Case("1×1", [2, 5, 4, 4], [3, 5, 1, 1], new()),
        Case("1×1, stride 2", [2, 3, 5, 6], [4, 3, 1, 1], new() { Stride = 2 }),
        Case("stride 2", [2, 3, 7, 8], [4, 3, 3, 3], new() { Stride = 2, Padding = 1 }),
        Case("stride 3, unused border", [1, 2, 9, 8], [2, 2, 2, 2], new() { Stride = 3 }),
        Case("stride larger than the kernel", [1, 2, 8, 7], [2, 2, 1, 2], new() { Stride = [3, 4] }),
        Case("dilation 2", [1, 2, 9, 8], [3, 2, 3, 3], new() { Dilation = 2, Padding = 2 }),
        Case("dilation 3, stride 2", [1, 2, 9, 10], [2, 2, 3, 2], new() { Dilation = [2, 3], Stride = 2, Padding = [3, 1] }),
        Case("groups", [2, 4, 5, 5], [6, 2, 3, 3], new() { Groups = 2, Padding = 1 }),
        Case("depthwise", [2, 5, 6, 5], [5, 1, 3, 3], new() { Groups = 5, Padding = 1 }),
        Case("depthwise, two outputs a channel, stride 2", [1, 3, 6, 7], [6, 1, 3, 3],
            new() { Groups = 3, Padding = 1, Stride = 2 }),
        Case("oblong everything", [1, 2, 6, 9], [3, 2, 3, 5], new() { Padding = [0, 3], Stride = [1, 2], Dilation = [2, 1] }),
        Case("padding wider than the kernel", [1, 1, 3, 4], [2, 1, 2, 2], new() { Padding = 3 }),
        Case("even kernel, same", [1, 2, 5, 6], [2, 2, 4, 2], new() { Padding = Padding.Same }),
        Case("same, dilated", [1, 2, 7, 6], [2, 2, 3, 2], new() { Padding = Padding.Same, Dilation = 3 }),
        Case("more channels than a tile", [2, 19, 9, 7], [21, 19, 3, 3], new() { Padding = 1 }),
        Case("one pixel", [3, 4, 1, 1], [5, 4, 3, 3], new() { Padding = 1 }),
        Case("signal", [2, 3, 11], [4, 3, 5], new() { Padding = 2 }),
        Case("signal, stride 2, dilation 2", [2, 2, 12], [3, 2, 3], new() { Padding = 1, Stride = 2, Dilation = 2 }),
        Case("volume", [1, 2, 4, 5, 3], [3, 2, 3, 3, 3], new() { Padding = 1 }),
        Case("volume, all differs", [2, 4, 5, 4, 6], [4, 2, 2, 3, 1],
            new() { Padding = [1, 0, 1], Stride = [2, 1, 3], Dilation = [2, 1, 1], Groups = 2 }),
        Case("reflect", [1, 2, 5, 6], [3, 2, 3, 5], new() { Padding = [1, 2], PaddingMode = PaddingMode.Reflect }),
        Case("replicate, uneven", [1, 2, 5, 6], [3, 2, 4, 3],
            new() { Padding = Padding.Same, PaddingMode = PaddingMode.Replicate }),
        Case("circular volume, stride 2", [1, 2, 3, 4, 5], [2, 2, 3, 3, 3],
            new() { Padding = 1, Stride = 2, PaddingMode = PaddingMode.Circular }),
        Turned("3×3", [2, 3, 6, 6], [4, 3, 3, 3], new() { Padding = 1 }, Equivariant),
        Turned("reflect", [1, 2, 6, 6], [3, 2, 3, 3], new() { Padding = 1, PaddingMode = PaddingMode.Reflect }, Equivariant),
        Turned("replicate", [1, 2, 6, 6], [3, 2, 5, 5], new() { Padding = 2, PaddingMode = PaddingMode.Replicate }, Equivariant),
        Turned("circular", [1, 2, 6, 6], [3, 2, 3, 3], new() { Padding = 1, PaddingMode = PaddingMode.Circular }, Equivariant),
        Turned("5×5, oblong image", [1, 2, 7, 6], [3, 2, 5, 5], new() { Padding = 2 }, Equivariant),
        Turned("dilation 2", [1, 2, 8, 8], [3, 2, 3, 3], new() { Padding = 2, Dilation = 2 }, Equivariant),
        Turned("depthwise", [1, 3, 6, 6], [3, 1, 3, 3], new() { Padding = 1, Groups = 3 }, Equivariant),
        Turned("stride 2, odd size", [1, 2, 7, 7], [3, 2, 3, 3], new() { Padding = 1, Stride = 2 }, Equivariant),
        Turned("stride 2, even size", [1, 2, 8, 8], [3, 2, 3, 3], new() { Padding = 1, Stride = 2 }, Broken),
        Turned("2×2, stride 2, even size", [1, 2, 8, 8], [3, 2, 2, 2], new() { Stride = 2 }, Equivariant),
        Turned("4×4 without padding", [1, 2, 7, 7], [3, 2, 4, 4], new(), Equivariant),
        Turned("4×4, same", [1, 2, 7, 7], [3, 2, 4, 4], new() { Padding = Padding.Same }, Broken),
        Turned("3×5", [1, 2, 6, 6], [3, 2, 3, 5], new() { Padding = Padding.Same }, Broken),
        Case("free 3×3 weight", [1, 2, 6, 6], [3, 2, 3, 3], new() { Padding = 1 }) with { Symmetry = Broken },
        Turned("volume", [1, 2, 5, 5, 5], [2, 2, 3, 3, 3], new() { Padding = 1 }, Equivariant) with { SpatialAxes = 3 },
        Turned("volume, stride 2, even size", [1, 2, 4, 4, 4], [2, 2, 3, 3, 3], new() { Padding = 1, Stride = 2 }, Broken)
            with { SpatialAxes = 3 },
        Turned("signal", [1, 2, 9], [3, 2, 5], new() { Padding = 2 }, Equivariant) with { SpatialAxes = 1 },
    ];

    private static OpSample Turned(string name, Shape x, Shape weight, ConvOptions options, SampleSymmetry symmetry)
    {
        var sample = Case($"symmetric weight, {name}", x, weight, options);
        sample.Inputs[1] = new(weight, Symmetric);
        return sample with { Symmetry = symmetry };
    }

    private static OpSample Case(string name, Shape x, Shape weight, ConvOptions options) => new(
        nameof(Ops.Conv), name, [new(x) { Image = true }, new(weight), new([weight[0]])],
        t => Ops.Conv(t[0], t[1], t[2], options), t => Reference(t[0], t[1], t[2], options));

    /// <summary>One number for all taps of a channel that turns and mirror images carry into one another.</summary>
    private static double[] Symmetric(Rng rng, Shape shape)
    {
        var orbits = new Dictionary<string, double>();
        return [.. HostArray.Indices(shape).Select(index =>
        {
            var distances = index[2..].Select((tap, axis) => Math.Abs((2 * tap) - shape[axis + 2] + 1)).Order();
            var orbit = $"{index[0]},{index[1]}:{string.Join(',', distances)}";
            if (!orbits.ContainsKey(orbit))
                orbits[orbit] = rng.NextNormal();
            return orbits[orbit];
        })];
    }

    internal static HostArray Reference(HostArray x, HostArray weight, HostArray bias, ConvOptions options)
    {
        var axes = x.Shape.Rank - 2;
        var (stride, dilation) = (options.Stride.For(axes, "stride"), options.Dilation.For(axes, "dilation"));
        var window = dilation.Select((step, axis) => (step * (weight.Shape[axis + 2] - 1)) + 1).ToArray();
        var same = options.Padding == Padding.Same;
        int[] given = same ? [] : [.. options.Padding];
        int Pad(int axis) => given[given.Length == axes ? axis : 0];
        var before = window.Select((size, axis) => same ? (size - 1) / 2 : Pad(axis)).ToArray();
        var extra = window.Select((size, axis) => same ? size - 1 : 2 * Pad(axis)).ToArray();
        Shape result = [x.Shape[0], weight.Shape[0],
            .. window.Select((size, axis) => ((x.Shape[axis + 2] + extra[axis] - size) / stride[axis]) + 1)];
        var (groupIn, groupOut) = (weight.Shape[1], weight.Shape[0] / options.Groups);
        return HostArray.From(result, at => bias[at[1]] + HostArray.Indices(weight.Shape.With(0, 1)).Sum(tap =>
        {
            int[] cell = [.. tap[2..].Select((t, axis) => (at[axis + 2] * stride[axis]) + (t * dilation[axis]) - before[axis])];
            if (options.PaddingMode != PaddingMode.Zeros)
                cell = [.. cell.Select((c, axis) => Inside(c, x.Shape[axis + 2], options.PaddingMode))];
            var inside = cell.Select((c, axis) => c >= 0 && c < x.Shape[axis + 2]).All(inAxis => inAxis);
            return inside ? x[[at[0], (at[1] / groupOut * groupIn) + tap[1], .. cell]] * weight[[at[1], .. tap[1..]]] : 0;
        }));
    }

    private static int Inside(int cell, int size, PaddingMode mode) => mode switch
    {
        PaddingMode.Reflect => size - 1 - Math.Abs(size - 1 - Math.Abs(cell)),
        PaddingMode.Replicate => Math.Clamp(cell, 0, size - 1),
        _ => (cell + size) % size,
    };
}
