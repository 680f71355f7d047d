namespace Equivariant.Tests.Operators;

/// <summary>Which layers and stacks commute with which turn or mirror image; all others break visibly.</summary>
public class SymmetricConvTruthTableTests
{
    private static readonly SignedPermutation[] Elements =
    [
        SignedPermutation.CounterClockwise(1), SignedPermutation.CounterClockwise(2),
        SignedPermutation.FlipH, SignedPermutation.FlipV, SignedPermutation.Transpose,
    ];

    /// <summary>Sets in a row, and y or n for a quarter turn, the half turn, both flips and the transpose.</summary>
    [Theory]
    [InlineData("rot2", "nynnn")]
    [InlineData("rot4", "yynnn")]
    [InlineData("rot8", "yynnn")]
    [InlineData("flip_idHV", "nnnnn")]
    [InlineData("flip_idH", "nnynn")]
    [InlineData("flip_idV", "nnnyn")]
    [InlineData("flip_klein4", "nyyyn")]
    [InlineData("d4", "yyyyy")]
    [InlineData("rot4 flip_idHV", "nnnnn")]
    [InlineData("rot4 flip_klein4", "nynnn")]
    [InlineData("rot4 rot4", "yynnn")]
    [InlineData("d4 d4", "yyyyy")]
    [InlineData("d4 rot1", "nnnnn")]
    public void MaximaCommuteExactlyWithTheirGroup(string stack, string expected)
    {
        var image = Draw([1, 2, 16, 16], 1);
        var upright = Run(image, stack);
        for (var i = 0; i < Elements.Length; i++)
        {
            var turned = Run(Turning.Turn(image, Elements[i]), stack).ToDoubles();
            var wanted = Turning.Turn(upright, Elements[i]).ToDoubles();
            var error = turned.Zip(wanted, (a, b) => Math.Abs(a - b)).Max() / upright.ToDoubles().Max(Math.Abs);
            if (expected[i] == 'y')
                Assert.True(error <= 1e-12, $"{stack} under {Elements[i]}: relative error {error}");
            else
                Assert.True(error > 0.05, $"{stack} under {Elements[i]} should break, relative error {error}");
        }
    }

    /// <summary>Without reduction a turn of the image turns each copy's map and moves it to another copy's place.</summary>
    [Theory]
    [InlineData("rot4")]
    [InlineData("rot8")]
    [InlineData("flip_klein4")]
    [InlineData("d4")]
    public void KeptCopiesTurnAndChangePlaces(string set)
    {
        var map = GoldenCopies.MapOf(set, [3, 3]);
        var image = Draw([1, 2, 9, 9], 1);
        var upright = Layer(image, map, OrientationReduction.None, 2);
        var images = 0;
        foreach (var element in Elements)
        {
            if (map.PermuteOrientations(element) is not { } places)
                continue;
            images++;
            var turned = Layer(Turning.Turn(image, element), map, OrientationReduction.None, 2).ToDoubles();
            var expected = Turning.Turn(upright, element).ToDoubles();
            const int cells = 81;
            for (var output = 0; output < 3; output++)
                for (var copy = 0; copy < map.Orientations; copy++)
                    for (var cell = 0; cell < cells; cell++)
                        Assert.Equal(expected[(((output * map.Orientations) + copy) * cells) + cell],
                            turned[(((output * map.Orientations) + places[copy]) * cells) + cell], 1e-12);
        }
        Assert.True(images > 1);
    }

    private static Tensor Run(Tensor x, string stack)
    {
        var sets = stack.Split(' ');
        for (var layer = 0; layer < sets.Length; layer++)
            x = Layer(x, GoldenCopies.MapOf(sets[layer], [3, 3]), OrientationReduction.Max, (ulong)layer + 2);
        return x;
    }

    private static Tensor Layer(Tensor x, KernelIndexMap map, OrientationReduction reduction, ulong seed)
    {
        using var tables = new IndexTables(map, x.Device);
        return Ops.SymmetricConv(
            x, Draw([3, x.Shape[1], map.Parameters], seed), Draw([3], seed + 100), tables, new() { Padding = 1 }, reduction);
    }

    private static Tensor Draw(Shape shape, ulong seed) => new Rng(seed).NextTensor(shape, DType.Float64);
}
