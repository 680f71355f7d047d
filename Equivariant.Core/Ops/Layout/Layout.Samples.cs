namespace Equivariant.Samples;

/// <summary>Ops that move elements: an element of the result is one of an input.</summary>
internal sealed class LayoutSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Concat("axis 0", 0, [1, 3, 2], [3, 3, 2]),
        Concat("channels of three", 1, [2, 3, 4, 4], [2, 1, 4, 4], [2, 2, 4, 4]) with { Symmetry = SampleSymmetry.Equivariant },
        Concat("last axis", -1, [2, 3], [2, 5]),
        Concat("rows of images", 2, [1, 2, 4, 4], [1, 2, 4, 4]) with { Symmetry = SampleSymmetry.Broken },
        Concat("one alone", 1, [2, 3]),
        Concat("five axes", 2, [1, 2, 1, 3, 2], [1, 2, 3, 3, 2]),

        Crop("one axis", [3, 7], [2], [4]),
        Crop("two axes", [2, 3, 5, 6], [0, 3], [4, 1]),
        Crop("three axes", [1, 2, 4, 3, 5], [1, 2, 0], [2, 1, 5]),
        Crop("centre", [1, 2, 6, 6], [1, 1], [4, 4]) with { Symmetry = SampleSymmetry.Equivariant },
        Crop("corner", [1, 2, 6, 6], [0, 0], [4, 4]) with { Symmetry = SampleSymmetry.Broken },
        Slice(0), Slice(1), Slice(-2), Slice(3),
        Flip(0), Flip(1), Flip(-1),

        Permute(), Permute(0), Permute(1, 0), Permute(2, 0, 1), Permute(0, -1, 1, 2), Permute(3, 1, 4, 0, 2),
        Permute(0, 1, 2, 3, 4),
        Permuted(nameof(Ops.Permute), "batch and channels", [2, 3, 4, 4], x => Ops.Permute(x, 1, 0, 2, 3), [1, 0, 2, 3])
            with { Symmetry = SampleSymmetry.Equivariant },
        Permuted(nameof(Ops.Transpose), "last two", [2, 3, 5], x => Ops.Transpose(x), [0, 2, 1]),
        Permuted(nameof(Ops.Transpose), "first and last", [2, 3, 5], x => Ops.Transpose(x, 0, -1), [2, 1, 0]),

        Reshape(nameof(Ops.Reshape), "merge", [2, 3, 4], x => Ops.Reshape(x, 6, 4), [6, 4]),
        Reshape(nameof(Ops.Reshape), "split, one open", [6, 4], x => Ops.Reshape(x, 2, -1, 2), [2, 6, 2]),
        Reshape(nameof(Ops.Flatten), "from 1", [2, 3, 2, 2], x => Ops.Flatten(x), [2, 12]),

        .. SymmetryGroups.D4.Elements.Select(element => Turn([2, 3, 4], element)),
        Turn([2, 2, 3, 4], new([2, 0, 1], [1, -1, 1])), Turn([2, 2, 3, 4], new([0, 2, 1], [-1, 1, -1])),
        Turn([5], SignedPermutation.Reversal),

        .. Enum.GetValues<PaddingMode>().SelectMany(mode => new[]
        {
            Pad($"{mode}, one axis", [2, 5], [2], [1], mode),
            Pad($"{mode}, two axes, uneven", [2, 3, 4, 5], [1, 0], [3, 2], mode),
            Pad($"{mode}, three axes", [1, 2, 3, 2, 4], [1, 0, 2], [2, 1, 3], mode),
            Pad($"{mode}, as far as it goes", [2, 4, 3], [3, 2], [3, 2], mode),
            Pad($"{mode}, same on all sides", [1, 2, 4, 4], [2, 2], [2, 2], mode) with { Symmetry = SampleSymmetry.Equivariant },
            Pad($"{mode}, one side", [1, 2, 4, 4], [2, 2], [1, 1], mode) with { Symmetry = SampleSymmetry.Broken },
        }),
        Pad("circular, whole turn", [3, 2], [2], [2], PaddingMode.Circular),
        Pad("replicate, far", [2, 1, 3], [4, 0], [2, 7], PaddingMode.Replicate),
        Pad("negative", [2, 5, 6], [-1, -2], [-2, 3], PaddingMode.Zeros),
    ];

    /// <param name="op">Name of the op.</param>
    /// <param name="name">Name of the case.</param>
    /// <param name="shape">Shape of the input.</param>
    /// <param name="run">The op.</param>
    /// <param name="result">Shape of the result.</param>
    /// <param name="source">The index that an index of the result takes its element from.</param>
    private static OpSample Moved(
        string op, string name, Shape shape, Func<Tensor, Tensor> run, Shape result, Func<int[], int[]> source) =>
        new(op, name, [new(shape) { Image = true }], x => run(x[0]), x => HostArray.From(result, i => x[0][source(i)]));

    private static OpSample Concat(string name, int axis, params Shape[] shapes) =>
        new(nameof(Ops.Concat), name, [.. shapes.Select(shape => new OpInput(shape) { Image = true })],
            x => Ops.Concat(x, axis), x =>
        {
            var at = shapes[0].Axis(axis);
            return HostArray.From(shapes[0].With(at, shapes.Sum(shape => shape[at])), i =>
            {
                var (part, place) = (0, (int[])i.Clone());
                while (place[at] >= shapes[part][at])
                    place[at] -= shapes[part++][at];
                return x[part][place];
            });
        });

    private static OpSample Crop(string name, Shape shape, int[] starts, int[] sizes)
    {
        int[] first = [.. new int[shape.Rank - starts.Length], .. starts];
        return Moved(nameof(Ops.Crop), name, shape, x => Ops.Crop(x, starts, sizes),
            [.. shape.ToArray()[..^sizes.Length], .. sizes], i => [.. i.Zip(first, (at, start) => at + start)]);
    }

    private static OpSample Slice(int axis) => Moved(nameof(Ops.Slice), $"axis {axis}", [4, 5, 3, 6],
        x => Ops.Slice(x, axis, 1, 2), new Shape(4, 5, 3, 6).With(axis, 2), i => With(i, axis, at => at + 1));

    private static OpSample Flip(int axis) => Moved(nameof(Ops.Flip), $"axis {axis}", [2, 3, 5], x => Ops.Flip(x, axis),
        [2, 3, 5], i => With(i, axis, at => new Shape(2, 3, 5)[axis] - 1 - at));

    /// <summary>An index with another number at one axis.</summary>
    private static int[] With(int[] index, int axis, Func<int, int> change)
    {
        var changed = (int[])index.Clone();
        ref var at = ref changed[axis < 0 ? axis + index.Length : axis];
        at = change(at);
        return changed;
    }

    private static OpSample Permute(params int[] axes)
    {
        Shape shape = [.. new[] { 2, 3, 4, 2, 3 }.Take(axes.Length)];
        return Permuted(nameof(Ops.Permute), $"[{string.Join(',', axes)}]", shape, x => Ops.Permute(x, axes),
            [.. axes.Select(shape.Axis)]);
    }

    private static OpSample Permuted(string op, string name, Shape shape, Func<Tensor, Tensor> run, int[] axes) =>
        Moved(op, name, shape, run, [.. axes.Select(axis => shape[axis])],
            i => [.. Enumerable.Range(0, axes.Length).Select(axis => i[Array.IndexOf(axes, axis)])]);

    private static OpSample Reshape(string op, string name, Shape shape, Func<Tensor, Tensor> run, Shape result) =>
        new(op, name, [new(shape)], x => run(x[0]), x => new(result, x[0].Values));

    private static OpSample Turn(Shape shape, SignedPermutation element) =>
        new(nameof(Ops.Turn), $"{shape} by {element.Name}", [new(shape)], x => Ops.Turn(x[0], element), x =>
        {
            var sizes = shape.ToArray()[^element.Rank..];
            var gather = element.MapGrid(sizes);
            return new([.. shape.ToArray()[..^element.Rank], .. element.MapSizes(sizes)],
                [.. x[0].Values.Chunk(gather.Length).SelectMany(image => gather.Select(from => image[from]))]);
        });

    private static OpSample Pad(string name, Shape shape, int[] before, int[] after, PaddingMode mode) =>
        new(nameof(Ops.Pad), name, [new(shape) { Image = true }], x => Ops.Pad(x[0], before, after, mode, 0.75), x =>
        {
            // One axis after another, from lists of the indices that stand there.
            var y = x[0];
            for (var k = 0; k < before.Length; k++)
            {
                var (axis, start) = (shape.Rank - before.Length + k, before[k]);
                var (source, last) = (y, y.Shape[axis] - 1);
                y = HostArray.From(y.Shape.With(axis, last + 1 + start + after[k]), index =>
                {
                    var from = With(index, axis, at => mode switch
                    {
                        PaddingMode.Reflect => last - Math.Abs(last - Math.Abs(at - start)),
                        PaddingMode.Replicate => Math.Clamp(at - start, 0, last),
                        PaddingMode.Circular => (at - start + last + 1) % (last + 1),
                        _ => at - start,
                    });
                    return from[axis] < 0 || from[axis] > last ? 0.75 : source[from];
                });
            }
            return y;
        });
}
