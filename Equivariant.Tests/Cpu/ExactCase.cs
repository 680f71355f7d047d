namespace Equivariant.Tests.Cpu;

/// <summary>An op that moves, drops or chooses elements, among them equal ones and those that are no numbers.</summary>
internal sealed record ExactCase(string Op, Shape X, bool Records, ulong Seed) : IParityCase<ExactCase>
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> All = new()
    {
        ["abs"] = Ops.Abs, ["copy"] = Ops.Copy,
        ["dropout"] = x => Ops.Dropout(x, 0.4, 77), ["dropout of channels"] = x => Ops.DropoutChannels(x, 0.4, 77),
        ["flip rows"] = x => Ops.Flip(x, -1), ["flip columns"] = x => Ops.Flip(x, 2), ["flip channels"] = x => Ops.Flip(x, 1),
        ["channels last"] = x => Ops.Permute(x, 0, 2, 3, 1), ["channels first"] = x => Ops.Permute(x, 1, 0, 2, 3),
        ["transpose"] = x => Ops.Transpose(x), ["reversed"] = x => Ops.Permute(x, 3, 2, 1, 0),
        ["rows first"] = x => Ops.Permute(x, 2, 0, 1, 3), ["columns first"] = x => Ops.Permute(x, 3, 0, 1, 2),
        ["mixed"] = x => Ops.Permute(x, 1, 3, 0, 2), ["same order"] = x => Ops.Permute(x, 0, 1, 2, 3),
        ["max"] = x => Ops.Max(x), ["max of batches"] = x => Ops.Max(x, [0]), ["max of channels"] = x => Ops.Max(x, [1]),
        ["max of rows"] = x => Ops.Max(x, [3]), ["min per channel"] = x => Ops.Min(x, [0, 2, 3]),
        ["min per row"] = x => Ops.Min(x, [1, 3], keepDim: true),
        ["maxout"] = x => Ops.Maxout(x, x.Shape[1]), ["maxout of pairs"] = x => Ops.Maxout(Ops.Concat([x, x], 1), 2),
        ["pool 2"] = x => Ops.MaxPool(x, 2), ["pool 3, stride 2"] = x => Ops.MaxPool(x, 3, 2),
        ["pool 3, stride 2, padding 1"] = x => Ops.MaxPool(x, 3, 2, 1), ["pool 3, stride 1"] = x => Ops.MaxPool(x, 3, 1),
        ["pool 3, stride 1, padding 1"] = x => Ops.MaxPool(x, 3, 1, 1),
        ["pool 2, ceil"] = x => Ops.MaxPool(x, 2, 2, 0, ceilMode: true),
        ["pool 3, stride 4, ceil"] = x => Ops.MaxPool(x, 3, 4, 1, ceilMode: true), ["pool [1, 3]"] = x => Ops.MaxPool(x, [1, 3]),
        ["pool volumes"] = x => Ops.MaxPool(Volumes(x), 2, 1, 1),
        ["pool volumes, padding"] = x => Ops.MaxPool(Volumes(x), 3, 2, 1),
        ["adaptive pool"] = x => Ops.AdaptiveMaxPool(x, 3), ["global pool"] = Ops.GlobalMaxPool,
        ["slice"] = x => Ops.Slice(x, 3, 1, 2), ["crop"] = x => Ops.Crop(x, [1, 1], [2, 2]),
        ["pad"] = x => Ops.Pad(x, [1, 2], [0, 3]), ["pad by mirror"] = x => Ops.Pad(x, [2, 1], [1, 2], PaddingMode.Reflect),
        ["pad by edges"] = x => Ops.Pad(x, [2, 5], [4, 1], PaddingMode.Replicate),
        ["pad around"] = x => Ops.Pad(Volumes(x), [1, 2, 1], [0, 3, 2], PaddingMode.Circular),
    };

    public static string[] Parts { get; } = ["y", "dx"];

    public static bool IsExact => true;

    public static ExactCase Draw(Rng rng) => new(
        All.Keys.Order().ElementAt(rng.NextInt(All.Count)),
        [1 + rng.NextInt(4), 1 + rng.NextInt(20), 3 + rng.NextInt(40), 3 + rng.NextInt(40)], rng.NextBool(0.7), rng.NextUInt64());

    public double[][] Run(Device device)
    {
        var rng = new Rng(Seed);
        double[] few = [double.NaN, double.NegativeInfinity, double.PositiveInfinity];
        // Thirty values in all: there are equal ones. Where all are −∞, the first still wins.
        var rare = rng.NextBool(0.3) ? 0.9 : rng.NextBool(0.5) ? 0.02 : 0;
        var (x, one) = (Make(X, _ => rng.NextBool(rare) ? few[rng.NextInt(3)] : (rng.NextInt(30) - 15) / 4.0), Records);
        using var tape = one ? Tape.Record() : Tape.NoGrad();
        var y = All[Op](x);
        if (one)
            tape.Backward(y, Make(y.Shape, _ => rng.NextInt(9) - 4));
        return [y.ToDoubles(), x.Grad?.ToDoubles() ?? []];

        Tensor Make(Shape shape, Func<Rng, double> draw) => rng.NextTensor(shape, device: device, draw: draw).WithGrad();
    }

    private static Tensor Volumes(Tensor x) => Ops.Reshape(x, [x.Shape[0], 1, x.Shape[1], x.Shape[2], x.Shape[3]]);
}
