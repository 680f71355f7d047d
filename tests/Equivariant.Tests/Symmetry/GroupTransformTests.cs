using System.Text.Json;
using Equivariant.Symmetry;
using Equivariant.Tests.Support;

namespace Equivariant.Tests.Symmetry;

public class GroupTransformTests
{
    public static TheoryData<string> Sets => ["rot2", "rot4", "rot8", "flipH", "flipV", "flip3", "flip4", "d4"];

    /// <summary>The copies by the transform are the correlations with the copies that the map describes.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void GivesTheCorrelationsOfAllCopies(string set)
    {
        var map = MapOf(set);
        var transform = Find(map)!;
        var rng = new Rng(5);
        for (var round = 0; round < 20; round++)
        {
            var (theta, x) = (Draw(rng), Draw(rng));
            var actual = Evaluate(transform, theta, x);
            var expected = Enumerable.Range(0, map.Orientations)
                .Select(copy => Enumerable.Range(0, 9).Sum(tap => theta[map[copy, tap]] * x[tap])).ToArray();
            for (var copy = 0; copy < expected.Length; copy++)
                Assert.Equal(expected[copy], actual[copy], 1e-12);
            Assert.Equal(expected.Sum(), Evaluate(transform.Summed, theta, x)[0], 1e-12);
        }
    }

    /// <summary>As few products and accumulators as the published table has.</summary>
    [Theory]
    [InlineData("rot2", 9, 2, 5)]
    [InlineData("rot4", 11, 5, 3)]
    [InlineData("rot8", 12, 11, 2)]
    [InlineData("flipH", 9, 2, 6)]
    [InlineData("flipV", 9, 2, 6)]
    [InlineData("flip3", 9, 4, 9)]
    [InlineData("flip4", 9, 4, 4)]
    [InlineData("d4", 13, 7, 3)]
    public void CountsItsProducts(string set, int products, int accumulators, int summed)
    {
        var transform = Find(MapOf(set))!;
        Assert.Equal((products, accumulators, summed), (transform.Products, transform.Accumulators, transform.Summed.Products));
        Assert.Equal(transform.AccumulatorOf.Order(), transform.AccumulatorOf);
    }

    [Fact]
    public void OtherKernelsHaveNone()
    {
        Assert.Null(Find(RotatedKernels.Create([5, 5], 4)));
        Assert.Null(Find(SreRings.Create([3, 3])));
        Assert.Null(Find(new([3, 3], 9, [0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 2, 3, 4, 5, 6, 7, 8], "id", "swapped")));
    }

    /// <summary>The same bilinear form as the matrices computed elsewhere.</summary>
    [GoldenTheory]
    [MemberData(nameof(Sets))]
    public void AgreesWithTheGoldenMatrices(string set)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Support.Golden.PathOf("group_transforms.json")));
        var golden = document.RootElement.GetProperty("sets").GetProperty(set);
        double[] Row(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetDouble())];
        double[][] Matrix(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(Row)];
        var (u, v, w) = (Matrix("U"), Matrix("V"), Matrix("W"));
        var transform = Find(MapOf(set))!;
        Assert.Equal(golden.GetProperty("products").GetInt32(), transform.Products);
        Assert.Equal(golden.GetProperty("accumulators").GetInt32(), transform.Accumulators);
        var rng = new Rng(6);
        var (theta, x) = (Draw(rng), Draw(rng));
        double Of(double[] row, double[] values) => row.Zip(values, (a, b) => a * b).Sum();
        var actual = Evaluate(transform, theta, x);
        for (var copy = 0; copy < w.Length; copy++)
            Assert.Equal(Enumerable.Range(0, u.Length).Sum(p => w[copy][p] * Of(u[p], theta) * Of(v[p], x)), actual[copy], 1e-12);
    }

    private static KernelIndexMap MapOf(string set) => set switch
    {
        "rot2" => RotatedKernels.Create(2),
        "rot4" => RotatedKernels.Create(4),
        "rot8" => RotatedKernels.Create(8),
        "flipH" => FlippedKernels.Create([3, 3], FlipSet.Horizontal),
        "flipV" => FlippedKernels.Create([3, 3], FlipSet.Vertical),
        "flip3" => FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical),
        "flip4" => FlippedKernels.Create([3, 3], FlipSet.Klein),
        _ => DihedralKernels.Create([3, 3]),
    };

    private static GroupTransform? Find(KernelIndexMap map) =>
        GroupTransforms.Find(new(1, map.KernelSize[0], map.KernelSize[1]), map.Orientations, map.Table);

    private static double[] Draw(Rng rng) => [.. Enumerable.Range(0, 9).Select(_ => rng.NextNormal())];

    private static double[] Evaluate(GroupTransform transform, double[] theta, double[] x)
    {
        var sums = new double[transform.Accumulators];
        for (var product = 0; product < transform.Products; product++)
        {
            double Of(double[] matrix, double[] values) => Enumerable.Range(0, 9).Sum(i => matrix[(product * 9) + i] * values[i]);
            sums[transform.AccumulatorOf[product]] += Of(transform.Parameters, theta) * Of(transform.Taps, x);
        }
        return [.. Enumerable.Range(0, transform.Copies).Select(copy =>
            Enumerable.Range(0, sums.Length).Sum(a => transform.Combine[(copy * sums.Length) + a] * sums[a]))];
    }
}
