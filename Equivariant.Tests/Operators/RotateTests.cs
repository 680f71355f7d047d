namespace Equivariant.Tests.Operators;

/// <summary>Turns by right angles move pixels and nothing else.</summary>
public class RotateTests
{
    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, 9).Concat([28, 31, 32, 57, 224])];

    [Theory, MemberData(nameof(Sizes))]
    public void RightAnglesArePermutations(int size)
    {
        using var x = new Rng(3).Fork("pixels", size).NextTensor([size, size]);
        foreach (var mode in Enum.GetValues<Interpolation>())
        {
            var expected = x.ToArray<float>();
            foreach (var degrees in new[] { 90, 180, 270, 360, 450 })
            {
                // One more quarter turn counter-clockwise: the last column becomes the first row.
                var before = expected;
                expected = [.. from row in Enumerable.Range(0, size)
                               from column in Enumerable.Range(0, size)
                               select before[(column * size) + size - 1 - row]];
                Assert.Equal(expected, Ops.Rotate(x, degrees, mode, 7).ToArray<float>());
                Assert.Equal(expected, Ops.Rotate(x, degrees - 720, mode).ToArray<float>());
            }
        }
    }

    [Fact]
    public void PrecisionDoesNotChangeWhichPixelIsNearest()
    {
        foreach (var degrees in Enumerable.Range(0, 37).Select(step => step * 10.0))
        {
            double[] pixels = [.. Enumerable.Range(0, 32 * 32)];
            using var single = Tensor.FromDoubles(pixels, [32, 32], DType.Float32);
            using var full = Tensor.FromDoubles(pixels, [32, 32], DType.Float64);
            Assert.Equal(Ops.Rotate(full, degrees).ToDoubles(), Ops.Rotate(single, degrees).ToDoubles());
        }
    }

    [Fact]
    public void ObliqueTurnsCommuteWithRightAngles()
    {
        using var x = Tensor.From<double>([.. Enumerable.Range(0, 81).Select(i => Math.Sin(i * i))], [1, 1, 9, 9]);
        var quarter = SymmetryGroups.D4.Elements.Single(element =>
            Turning.Turn(x, element).ToDoubles().SequenceEqual(Ops.Rotate(x, 90).ToDoubles()));
        Assert.Equal(
            Turning.Turn(Ops.Rotate(x, 17.3), quarter).ToDoubles(),
            Ops.Rotate(Turning.Turn(x, quarter), 17.3).ToDoubles());
    }
}
