namespace Equivariant.Tests.Operators;

public class AffineSampleTests
{
    /// <summary>Turns and mirror images are maps too: what <see cref="Ops.Turn"/> does to pixels.</summary>
    [Fact]
    public void MapsOfTheSquareMovePixels()
    {
        using var x = new Rng(1).NextTensor([1, 2, 5, 5], DType.Float64);
        foreach (var element in SymmetryGroups.D4.Elements)
        {
            // A pixel of the turned image takes what stood at the inverse's place; columns come first in a map.
            var from = element.Inverse();
            var map = new double[6];
            for (var axis = 0; axis < 2; axis++)
                map[((1 - axis) * 3) + 1 - from.Axis(axis)] = from.Sign(axis);
            using var maps = Tensor.FromDoubles(map, [1, 2, 3], DType.Float64);
            using var moved = Ops.AffineSample(x, maps);
            using var expected = Ops.Turn(x, element);
            AllClose(expected, moved, 1e-12);
        }
    }
}
