namespace Equivariant.Samples;

internal sealed class PermuteSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (int[] axes in new int[][] { [], [0], [1, 0], [2, 0, 1], [0, -1, 1, 2], [3, 1, 4, 0, 2], [0, 1, 2, 3, 4] })
            {
                Shape shape = [.. new[] { 2, 3, 4, 2, 3 }.Take(axes.Length)];
                yield return new(nameof(Ops.Permute), $"[{string.Join(',', axes)}]", [new(shape)], x => Ops.Permute(x[0], axes),
                    x => Reference(x[0], [.. axes.Select(shape.Axis)]));
            }
            yield return new(nameof(Ops.Permute), "batch and channels", [new([2, 3, 4, 4]) { Image = true }],
                x => Ops.Permute(x[0], 1, 0, 2, 3), x => Reference(x[0], [1, 0, 2, 3]))
            { Symmetry = SampleSymmetry.Equivariant };
            yield return new(nameof(Ops.Transpose), "last two", [new([2, 3, 5])],
                x => Ops.Transpose(x[0]), x => Reference(x[0], [0, 2, 1]));
            yield return new(nameof(Ops.Transpose), "first and last", [new([2, 3, 5])],
                x => Ops.Transpose(x[0], 0, -1), x => Reference(x[0], [2, 1, 0]));
        }
    }

    private static HostArray Reference(HostArray x, int[] axes) =>
        HostArray.From([.. axes.Select(axis => x.Shape[axis])], index =>
        {
            var source = new int[axes.Length];
            for (var k = 0; k < axes.Length; k++)
                source[axes[k]] = index[k];
            return x[source];
        });
}
