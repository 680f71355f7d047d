namespace Equivariant.Tests.Gpu;

/// <summary>Tuned kernels give what the plain bodies give on the same device: shapes larger than a tile, and its edges.</summary>
public class TunedKernelTests
{
    [Theory, Trait("Length", "Full")]
    [InlineData(64, 64, 16)]
    [InlineData(9, 130, 3)]
    [InlineData(130, 8, 70)]
    [InlineData(100, 70, 33)]
    public void MatrixProductsOfOtherSizes(int rows, int columns, int inner) => MatrixProducts(rows, columns, inner);

    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(65, 63, 17)]
    public void MatrixProducts(int rows, int columns, int inner) =>
        Gpus.Both((gpu, plain) =>
        {
            Agree(gpu, plain, [[rows, inner], [inner, columns]], x => Ops.MatMul(x[0], x[1]));
            Agree(gpu, plain, [[2, rows, inner], [2, inner, columns]], x => Ops.MatMul(x[0], x[1]));
            Agree(gpu, plain, [[rows, inner], [columns, inner], [columns]], x => Ops.Linear(x[0], x[1], x[2]));
        });

    public static TheoryData<string, int[], int[], int, int, int, int> Convolutions => new()
    {
        { "3×3", [2, 16, 9, 7], [24, 16, 3, 3], 1, 1, 1, 1 },
        { "more than a tile", [3, 20, 7, 7], [70, 20, 3, 3], 1, 1, 1, 1 },
        { "stride 2", [2, 9, 11, 8], [10, 9, 3, 3], 2, 1, 1, 1 },
        { "stride 3, dilation 2", [2, 8, 13, 14], [12, 8, 3, 3], 3, 2, 2, 1 },
        { "stride larger than the kernel", [2, 8, 9, 9], [8, 8, 1, 1], 2, 0, 1, 1 },
        { "1×1", [3, 17, 5, 5], [66, 17, 1, 1], 1, 0, 1, 1 },
        { "groups", [2, 32, 6, 6], [20, 16, 3, 3], 1, 1, 1, 2 },
        { "depthwise", [2, 16, 6, 6], [16, 1, 3, 3], 1, 1, 1, 16 },
        { "one channel", [2, 1, 12, 12], [16, 1, 5, 5], 1, 2, 1, 1 },
        { "volume", [2, 8, 4, 5, 6], [9, 8, 3, 3, 3], 1, 1, 1, 1 },
        { "volume, stride 2", [1, 8, 5, 4, 7], [9, 8, 3, 2, 3], 2, 1, 1, 1 },
        { "signal", [2, 8, 40], [9, 8, 5], 1, 2, 1, 1 },
        { "one point", [5, 8, 3, 3], [9, 8, 3, 3], 1, 0, 1, 1 },
    };

    [Theory, MemberData(nameof(Convolutions))]
    public void ConvolutionsAndTheirGradients(
        string name, int[] x, int[] weight, int stride, int padding, int dilation, int groups) => Gpus.Both((gpu, plain) =>
        Agree(gpu, plain, [x, weight, [weight[0]]], t => Ops.Conv(t[0], t[1], t[2],
            new() { Stride = stride, Padding = padding, Dilation = dilation, Groups = groups }), name));

    public static TheoryData<string, int[], int[], int, int> SymmetricConvolutions => new()
    {
        { "rings 5×5", [2, 12, 9, 7], [16, 12], 1, 2 }, { "rings 3×3×3", [1, 8, 4, 5, 4], [8, 8], 1, 1 },
        { "rings of a signal", [3, 8, 70], [9, 8], 1, 3 }, { "flips", [2, 8, 7, 8], [9, 8], 1, 1 },
        { "4 turns", [2, 9, 8, 7], [16, 9], 1, 1 }, { "8 turns", [2, 5, 7, 7], [9, 5], 1, 1 },
        { "D4", [2, 8, 7, 8], [17, 8], 2, 1 },
    };

    /// <summary>More sets of copies, and the same kernels on more than a tile and at other edges.</summary>
    public static TheoryData<string, int[], int[], int, int> OtherSymmetricConvolutions => new()
    {
        { "rings 9×9", [1, 20, 10, 9], [70, 20], 1, 4 }, { "2 turns", [2, 9, 8, 7], [16, 9], 1, 1 },
        { "mirror H", [2, 8, 7, 8], [9, 8], 1, 1 }, { "mirror V", [2, 8, 7, 9], [9, 8], 2, 0 },
        { "both mirrors", [2, 7, 6, 6], [10, 7], 1, 1 },
        { "rings 5×5, stride 2", [2, 9, 10, 9], [12, 9], 2, 2 },
        { "rings 5×5, more than a tile of points", [2, 8, 40, 35], [9, 8], 1, 2 },
        { "rings 5×5, no padding", [3, 8, 9, 12], [8, 8], 1, 0 }, { "rings 3×3×3, deep", [2, 9, 6, 3, 5], [8, 9], 1, 0 },
        { "4 turns, tiles", [3, 17, 9, 9], [67, 17], 1, 1 }, { "4 turns, many channels", [1, 66, 5, 5], [33, 66], 1, 1 },
        { "4 turns, many points", [5, 3, 14, 13], [40, 3], 1, 1 }, { "4 turns, stride 3", [2, 8, 11, 10], [9, 8], 3, 2 },
        { "8 turns, no padding", [1, 5, 8, 8], [35, 5], 1, 0 }, { "D4, tiles", [2, 18, 6, 7], [66, 18], 1, 1 },
    };

    [Theory, Trait("Length", "Full"), MemberData(nameof(OtherSymmetricConvolutions))]
    public void OtherSymmetricConvolutionsAndTheirGradients(string name, int[] x, int[] theta, int stride, int padding) =>
        SymmetricConvolutionsAndTheirGradients(name, x, theta, stride, padding);

    [Theory, MemberData(nameof(SymmetricConvolutions))]
    public void SymmetricConvolutionsAndTheirGradients(string name, int[] x, int[] theta, int stride, int padding)
    {
        var map = MapOf(name);
        OrientationReduction[] reductions = map.Orientations == 1
            ? [OrientationReduction.None] : [OrientationReduction.None, OrientationReduction.Max, OrientationReduction.Mean];
        Gpus.Both((gpu, plain) => Assert.All(reductions, reduction =>
            Agree(gpu, plain, [x, [.. theta, map.Parameters], [theta[0]]], t => SymmetricConv(t, map, stride, padding, reduction),
                $"{name} {reduction}")));
    }

    [Fact]
    public void RingsGoAFewImagesAtATime() => Gpus.Both((gpu, plain) =>
    {
        var before = gpu.ScratchBytes;
        try
        {
            // The sums of two images of five.
            gpu.ScratchBytes = 2 * 8 * 3 * 8 * 7 * sizeof(float);
            Agree(gpu, plain, [[5, 8, 8, 7], [16, 4, 3], [16]], t => Ops.SymmetricConv(t[0], t[1], t[2],
                new(SreRings.Create([5, 5]), t[0].Device), new() { Padding = 4, Dilation = 2, Groups = 2 }));
        }
        finally
        {
            gpu.ScratchBytes = before;
        }
    });

    [Theory, InlineData("4 turns"), InlineData("8 turns"), InlineData("D4")]
    public void SymmetricConvolutionsWithGroupsAndDilation(string name)
    {
        var map = MapOf(name);
        var options = new ConvOptions { Padding = [2, 1], Stride = [1, 2], Dilation = [2, 1], Groups = 2 };
        Gpus.Both((gpu, plain) => Agree(gpu, plain, [[2, 6, 9, 7], [18, 3, map.Parameters]],
            t => Ops.SymmetricConv(t[0], t[1], null, new(map, t[0].Device), options, OrientationReduction.Max), name));
    }

    [Fact]
    public void MaximaOverCopiesAreFactorisedWhereTheMapHasATransform()
    {
        SymmetricConvPath PathOf(
            KernelIndexMap map, OrientationReduction reduction, int outputs, int inputs = 4) => SymmetricConvChoice.Of(
            Gpus.SimulatedTuned, [1, inputs, 8, 8], [outputs, inputs, map.Parameters], map, new() { Padding = 1 }, reduction);
        foreach (var name in new[] { "2 turns", "4 turns", "8 turns", "D4", "flips", "mirror H", "mirror V", "both mirrors" })
            Assert.Equal(SymmetricConvPath.Factorised, PathOf(MapOf(name), OrientationReduction.Max, 8));
        Assert.Equal(SymmetricConvPath.Dense, PathOf(MapOf("D4"), OrientationReduction.Max, 4));
        Assert.Equal(SymmetricConvPath.Dense, PathOf(MapOf("D4"), OrientationReduction.Mean, 8));
        Assert.Equal(SymmetricConvPath.Staged, PathOf(RotatedKernels.Create([5, 5], 4), OrientationReduction.Max, 128, 128));
        Assert.Equal(SymmetricConvPath.Dense, PathOf(RotatedKernels.Create([5, 5], 4), OrientationReduction.Max, 16, 16));
    }

    private static KernelIndexMap MapOf(string name) => name.Split(',')[0] switch
    {
        "rings 5×5" => SreRings.Create([5, 5]),
        "rings 9×9" => SreRings.Create([9, 9]),
        "rings 3×3×3" => SreRings.Create([3, 3, 3]),
        "rings of a signal" => SreRings.Create([7]),
        "2 turns" => RotatedKernels.Create(2),
        "4 turns" => RotatedKernels.Create(4),
        "8 turns" => RotatedKernels.Create(8),
        "D4" => DihedralKernels.Create([3, 3]),
        "mirror H" => FlippedKernels.Create([3, 3], FlipSet.Horizontal),
        "mirror V" => FlippedKernels.Create([3, 3], FlipSet.Vertical),
        "both mirrors" => FlippedKernels.Create([3, 3], FlipSet.Klein),
        _ => FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical),
    };

    private static Tensor SymmetricConv(
        Tensor[] t, KernelIndexMap map, int stride, int padding, OrientationReduction reduction) =>
        Ops.SymmetricConv(t[0], t[1], t[2], new(map, t[0].Device), new() { Stride = stride, Padding = padding }, reduction);

    [Fact]
    public void SumsAndNorms() => Gpus.Both((gpu, plain) =>
    {
        Agree(gpu, plain, [[3, 5, 7, 9]], x => Ops.Sum(x[0]), "sum");
        Agree(gpu, plain, [[4, 3, 9, 10], [3], [3]], x => Ops.BatchNorm(x[0], x[1], x[2], null, null, true), "batch norm");
        Agree(gpu, plain, [[300, 2], [2], [2]], x => Ops.BatchNorm(x[0], x[1], x[2], null, null, true), "batch norm of rows");
        Agree(gpu, plain, [[2, 6, 10, 9], [6], [6]], x => Ops.GroupNorm(x[0], 2, x[1], x[2]), "group norm");
        Agree(gpu, plain, [[4, 300], [300], [300]], x => Ops.LayerNorm(x[0], [300], x[1], x[2]), "layer norm");
        Agree(gpu, plain, [[4, 2, 10, 10], [3, 2, 3, 3], [3]], x => Ops.Conv(x[0], x[1], x[2]), "bias");
    });

    [Fact]
    public void SquaresOfGradients() => Gpus.Both((gpu, plain) =>
    {
        double Squares(GpuDevice device, int count)
        {
            using var gradient = new Rng(4).NextTensor([count], device: device);
            return GradientScale.SumOfSquares([gradient, gradient]);
        }
        foreach (var count in new[] { 1, 1024, 2500 })
            Assert.Equal(1, Squares(gpu, count) / Squares(plain, count), 1e-5);
    });

    [Fact]
    public void TheSameKernelGivesTheSameBits()
    {
        double[] Once() => [.. Run(Gpus.SimulatedTuned, [[3, 16, 7, 7], [16, 16, 3, 3], [16]],
            x => Ops.Conv(x[0], x[1], x[2], new() { Padding = 1 })).SelectMany(values => values)];
        Assert.Equal(Once(), Once());
    }

    internal static void Agree(GpuDevice tuned, GpuDevice plain, int[][] shapes, Func<Tensor[], Tensor> op, string name = "")
    {
        var (actual, expected) = (Run(tuned, shapes, op), Run(plain, shapes, op));
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var norm = Math.Sqrt(expected[i].Sum(value => value * value));
            var error = Math.Sqrt(expected[i].Zip(actual[i], (e, a) => (e - a) * (e - a)).Sum());
            Assert.True(error <= (i == 0 ? 1e-5 : 1e-4) * norm,
                $"{tuned.Id} {name} {string.Join(' ', shapes.Select(shape => new Shape(shape)))}: "
                + $"{(i == 0 ? "result" : $"gradient {i - 1}")} is off by {error:G3}, its norm is {norm:G3}");
        }
    }

    /// <summary>The result and the gradients of all operands.</summary>
    private static double[][] Run(GpuDevice device, int[][] shapes, Func<Tensor[], Tensor> op)
    {
        var rng = new Rng(3);
        Tensor[] inputs = [.. shapes.Select(shape => rng.NextTensor(new Shape(shape), device: device).WithGrad())];
        using var tape = Tape.Record();
        var y = op(inputs);
        using var dy = rng.NextTensor(y.Shape, device: device);
        tape.Backward(y, dy);
        double[][] results = [y.ToDoubles(), .. inputs.Select(input => input.Grad!.ToDoubles())];
        foreach (var input in inputs)
            input.Dispose();
        return results;
    }
}
