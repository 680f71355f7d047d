namespace Equivariant.Tests.Symmetry;

public class GroupTransformTests
{
    internal static readonly Dictionary<string, KernelIndexMap> Maps = new()
    {
        ["rot2"] = RotatedKernels.Create(2),
        ["rot4"] = RotatedKernels.Create(4),
        ["rot8"] = RotatedKernels.Create(8),
        ["flipH"] = FlippedKernels.Create([3, 3], FlipSet.Horizontal),
        ["flipV"] = FlippedKernels.Create([3, 3], FlipSet.Vertical),
        ["flip3"] = FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical),
        ["flip4"] = FlippedKernels.Create([3, 3], FlipSet.Klein),
        ["d4"] = DihedralKernels.Create([3, 3]),
        ["rot4 5×5"] = RotatedKernels.Create([5, 5], 4),
        ["flip4 5×7"] = FlippedKernels.Create([5, 7], FlipSet.Klein),
        ["d4 5×5"] = DihedralKernels.Create([5, 5]),
        ["d4 4×4"] = DihedralKernels.Create([4, 4]),
        ["mirrors of a volume"] = GroupKernels.Lifting(
            new SymmetryGroup("mirrors", [.. SymmetryGroups.Cube.Elements.Where(element => IsMirror(element))]), [3, 3, 3]),
        ["p4 3×3"] = GroupKernels.Joint(SymmetryGroups.C4, [3, 3]),
        ["p4 1×1"] = GroupKernels.Joint(SymmetryGroups.C4, [1, 1]),
        ["p4m 3×3"] = GroupKernels.Joint(SymmetryGroups.D4, [3, 3]),
        ["cube turns 3×3×3"] = GroupKernels.Lifting(SymmetryGroups.CubeRotations, [3, 3, 3]),
        ["cube turns 2×2×2"] = GroupKernels.Lifting(SymmetryGroups.CubeRotations, [2, 2, 2]),
        ["cube 3×3×3"] = GroupKernels.Lifting(SymmetryGroups.Cube, [3, 3, 3]),
        ["cube 4×4×4"] = GroupKernels.Lifting(SymmetryGroups.Cube, [4, 4, 4]),
        ["cube24 1×1×1"] = GroupKernels.Joint(SymmetryGroups.CubeRotations, [1, 1, 1]),
        ["cube48 1×1×1"] = GroupKernels.Joint(SymmetryGroups.Cube, [1, 1, 1]),
        ["half turns 2×2"] = GroupKernels.Joint(SymmetryGroups.C2, [2, 2]),
    };

    public static TheoryData<string> AllSets => [.. Maps.Keys];

    /// <summary>Kernels of the golden data, and how many products the sum of all copies takes.</summary>
    public static TheoryData<string, int> GoldenSets => new()
    {
        { "rot2", 5 }, { "rot4", 3 }, { "rot8", 2 }, { "flipH", 6 }, { "flipV", 6 }, { "flip3", 9 }, { "flip4", 4 }, { "d4", 3 },
    };

    public static TheoryData<string, int> Products => new()
    {
        { "rot4 5×5", 31 }, { "flip4 5×7", 35 }, { "d4 5×5", 37 }, { "mirrors of a volume", 27 }, { "p4 3×3", 45 },
        { "p4 1×1", 5 }, { "p4m 3×3", 108 }, { "half turns 2×2", 8 }, { "cube turns 3×3×3", 67 }, { "cube turns 2×2×2", 20 },
        { "cube 3×3×3", 67 }, { "cube24 1×1×1", 64 }, { "cube48 1×1×1", 128 },
    };

    /// <summary>The copies by the transform are the correlations with the copies that the map describes.</summary>
    [Theory]
    [MemberData(nameof(AllSets))]
    public void GivesTheCorrelationsOfAllCopies(string set)
    {
        var map = Maps[set];
        var transform = map.Transform!;
        var rng = new Rng(5);
        for (var round = 0; round < 20; round++)
        {
            var (theta, x) = (rng.NextArray(map.Taps), rng.NextArray(map.Taps));
            var actual = Evaluate(transform, theta, x);
            var expected = Enumerable.Range(0, map.Orientations)
                .Select(copy => Enumerable.Range(0, map.Taps).Sum(tap => theta[map[copy, tap]] * x[tap])).ToArray();
            AllClose(expected, actual, 1e-12);
            Assert.Equal(expected.Sum(), Evaluate(transform.Summed, theta, x)[0], 1e-12);
        }
    }

    /// <summary>As few products and accumulators as the golden matrices; the sum of all copies takes fewer.</summary>
    [Theory]
    [MemberData(nameof(GoldenSets))]
    public void CountsAsTheGoldenMatrices(string set, int summed)
    {
        var golden = Golden.Index("group_transforms.json").GetProperty("sets").GetProperty(set);
        var transform = Maps[set].Transform!;
        Assert.Equal((golden.GetProperty("products").GetInt32(), golden.GetProperty("accumulators").GetInt32(), summed),
            (transform.Products, transform.Accumulators, transform.Summed.Products));
        Assert.Equal(transform.AccumulatorOf.Order(), transform.AccumulatorOf);
    }

    /// <summary>A free orbit of n taps takes as many products as the group's representations have: 5 of four turns, 12 of the
    /// symmetries of the square, 64 of the rotations of the cube (Σ d³ over 1, 1, 2, 3, 3).</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void CountsTheProductsOfKernelsOfAnySize(string set, int products) =>
        Assert.Equal(products, Maps[set].Transform!.Products);

    /// <summary>As many sums as taps: the representations are another basis for them. Where those have more than one dimension,
    /// several products take the same one.</summary>
    [Theory]
    [InlineData("d4", 9)]
    [InlineData("p4m 3×3", 72)]
    [InlineData("cube turns 3×3×3", 27)]
    [InlineData("cube 4×4×4", 64)]
    public void ProductsShareSums(string set, int sums)
    {
        var transform = Maps[set].Transform!;
        double[] Row(int product) => transform.InputTransform[(product * transform.Cells)..][..transform.Cells];
        int FirstOf(int sum) => Array.IndexOf(transform.SumOf, sum);
        Assert.Equal(Enumerable.Range(0, sums), transform.SumOf.Distinct());
        for (var product = 0; product < transform.Products; product++)
            Assert.Equal(Row(FirstOf(transform.SumOf[product])), Row(product));
        Assert.Equal(
            Enumerable.Range(0, sums).Sum(sum => Row(FirstOf(sum)).Count(factor => factor != 0)), transform.DistinctInputTerms);
    }

    [Fact]
    public void OtherKernelsHaveNone()
    {
        Assert.Null(SreRings.Create([3, 3]).Transform);
        // The turns of a tetrahedron.
        Assert.Null(GroupKernels.Lifting(
            new SymmetryGroup("T", [.. SymmetryGroups.CubeRotations.Elements.Where(IsEven)]), [3, 3, 3]).Transform);
        // Three turns of a triangle, and two copies of one kernel.
        Assert.Null(new KernelIndexMap([3], 3, [0, 1, 2, 1, 2, 0, 2, 0, 1], "id", "third", "two thirds").Transform);
        Assert.Null(new KernelIndexMap([2], 2, [0, 1, 0, 1], "id", "again").Transform);
    }

    /// <summary>Whether an element keeps every axis, and at most turns it round.</summary>
    private static bool IsMirror(SignedPermutation element) =>
        Enumerable.Range(0, element.Rank).All(axis => element.Axis(axis) == axis);

    /// <summary>Whether an element moves the axes round, or none of them.</summary>
    private static bool IsEven(SignedPermutation element) =>
        Enumerable.Range(0, 3).Count(axis => element.Axis(axis) == axis) != 1;

    private static double[] Evaluate(GroupTransform transform, double[] theta, double[] x)
    {
        var sums = new double[transform.Accumulators];
        for (var product = 0; product < transform.Products; product++)
        {
            double Of(double[] matrix, double[] values) =>
                Enumerable.Range(0, values.Length).Sum(i => matrix[(product * values.Length) + i] * values[i]);
            sums[transform.AccumulatorOf[product]] += Of(transform.FilterTransform, theta) * Of(transform.InputTransform, x);
        }
        return [.. Enumerable.Range(0, transform.Copies).Select(copy =>
            Enumerable.Range(0, sums.Length).Sum(a => transform.OutputTransform[(copy * sums.Length) + a] * sums[a]))];
    }
}
