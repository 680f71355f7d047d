namespace Equivariant.Samples;

internal sealed class FlipSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples => new[] { 0, 1, -1 }.Select(axis =>
        new OpSample(nameof(Ops.Flip), $"axis {axis}", [new([2, 3, 5])], x => Ops.Flip(x[0], axis),
            x => HostArray.From([2, 3, 5], i =>
        {
            var from = (int[])i.Clone();
            var at = axis < 0 ? axis + 3 : axis;
            from[at] = x[0].Shape[at] - 1 - i[at];
            return x[0][from];
        })));
}
