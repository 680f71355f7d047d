namespace Equivariant.Samples;

internal sealed class DiceSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples =>
    [
        Binary("everything", [2, 1, 4, 5], 1, false),
        Binary("per sample", [3, 1, 3, 3], 1e-5, true),
        Binary("volumes, per sample", [2, 1, 2, 3, 2], 1, true),
        Multiclass("pixels", [2, 3, 5, 4], 1, null),
        Multiclass("pixels, label 1 ignored", [2, 3, 4, 3], 0.5, 1),
        Multiclass("voxels", [1, 2, 2, 3, 2], 1, null),
        Multiclass("without space", [5, 4], 1, 0),
    ];

    private static OpSample Binary(string name, Shape shape, double smooth, bool perSample) => new(
        nameof(Ops.BinaryDiceLoss), name, [new(shape), OpInput.Uniform(shape, 0, 1) with { Differentiable = false }],
        x => Ops.BinaryDiceLoss(x[0], x[1], smooth, perSample), x =>
        {
            var size = perSample ? x[0].Values.Length / shape[0] : x[0].Values.Length;
            return new([], [x[0].Values.Zip(x[1].Values).Chunk(size).Average(chunk => Loss(
                chunk.Select(pair => (1 / (1 + Math.Exp(-pair.First)), pair.Second)), smooth))]);
        });

    private static OpSample Multiclass(string name, Shape shape, double smooth, int? ignored)
    {
        Shape positions = [shape[0], .. shape.ToArray()[2..]];
        return new(nameof(Ops.DiceLoss), name, [new(shape), OpInput.Labels(positions, shape[1])],
            x => Ops.DiceLoss(x[0], x[1], smooth, ignored), x => new([], [Enumerable.Range(0, shape[1]).Average(c => Loss(
                HostArray.Indices(positions).Where(i => x[1][i] != ignored).Select(i =>
                {
                    double Power(int k) => Math.Exp(x[0][[i[0], k, .. i[1..]]]);
                    return (Power(c) / Enumerable.Range(0, shape[1]).Sum(Power), x[1][i] == c ? 1.0 : 0);
                }), smooth))]));
    }

    private static double Loss(IEnumerable<(double P, double T)> pixels, double smooth)
    {
        var all = pixels.ToArray();
        return 1 - (((2 * all.Sum(pixel => pixel.P * pixel.T)) + smooth) / (all.Sum(pixel => pixel.P + pixel.T) + smooth));
    }
}
