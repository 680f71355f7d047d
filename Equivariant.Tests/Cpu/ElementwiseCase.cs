namespace Equivariant.Tests.Cpu;

/// <summary>A function of elements, or of two tensors that broadcast, an average pool, a reduction or a loss, on enough elements
/// for many threads.</summary>
internal sealed record ElementwiseCase(string Op, Shape X, Shape Other, ulong Seed) : IParityCase<ElementwiseCase>
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> All = new()
    {
        ["add"] = Ops.Add, ["subtract"] = Ops.Subtract, ["multiply"] = Ops.Multiply,
        ["divide"] = (x, other) => Ops.Divide(x, Ops.Exp(other)),
        ["exp"] = (x, _) => Ops.Exp(x), ["sigmoid"] = (x, _) => Ops.Sigmoid(x), ["tanh"] = (x, _) => Ops.Tanh(x),
        ["silu"] = (x, _) => Ops.Silu(x), ["gelu"] = (x, _) => Ops.Gelu(x), ["gelu tanh"] = (x, _) => Ops.Gelu(x, tanh: true),
        ["relu"] = (x, _) => Ops.Relu(x), ["leaky relu"] = (x, _) => Ops.LeakyRelu(x, 0.1),
        ["affine"] = (x, _) => Ops.Affine(x, -1.5, 0.25), ["square"] = (x, _) => Ops.Square(x),
        ["copy"] = (x, _) => Ops.Copy(x), ["pool 2"] = (x, _) => Ops.AvgPool(x, 2),
        ["pool 3, stride 2"] = (x, _) => Ops.AvgPool(x, 3, 2), ["global pool"] = (x, _) => Ops.GlobalAvgPool(x),
        ["elu"] = (x, _) => Ops.Elu(x, 0.7), ["softplus"] = (x, _) => Ops.Softplus(Ops.Affine(x, 12, 4)),
        ["log"] = (x, _) => Ops.Log(Ops.Square(x)), ["sqrt"] = (x, _) => Ops.Sqrt(Ops.Square(x)),
        ["softmax of batches"] = (x, _) => Ops.Softmax(x, 0), ["softmax of pixels"] = (x, _) => Ops.Softmax(x, 1),
        ["softmax of rows"] = (x, _) => Ops.Softmax(x), ["log softmax of pixels"] = (x, _) => Ops.LogSoftmax(x, 1),
        ["log softmax of rows"] = (x, _) => Ops.LogSoftmax(x),
        ["softmax of images"] = (x, _) => Ops.Softmax(Ops.Reshape(x, [x.Shape[0], -1])),
        ["sum"] = (x, _) => Ops.Sum(Ops.Abs(x)), ["mean of images"] = (x, _) => Ops.Mean(Ops.Abs(x), [1, 2, 3]),
        ["sum of batches"] = (x, _) => Ops.Sum(Ops.Abs(x), [0]), ["sum of channels"] = (x, _) => Ops.Sum(Ops.Abs(x), [1]),
        ["sum of rows"] = (x, _) => Ops.Sum(Ops.Abs(x), [3]), ["sum per channel"] = (x, _) => Ops.Sum(Ops.Abs(x), [0, 2, 3]),
        ["sum per row"] = (x, _) => Ops.Sum(Ops.Abs(x), [1, 3]), ["sum per column"] = (x, _) => Ops.Sum(Ops.Abs(x), [0, 2]),
        ["cross-entropy of pixels"] = (x, _) => Ops.CrossEntropy(x, Labels(x), reduction: Reduction.None),
        ["cross-entropy with weights"] = (x, _) =>
            Ops.CrossEntropy(x, Labels(x, 1), Weights(x), 0.1, 1),
        ["cross-entropy of images"] = (x, _) => Rows(x, rows => Ops.CrossEntropy(rows, Labels(rows), labelSmoothing: 0.2)),
        ["nll of pixels"] = (x, _) => Ops.NllLoss(x, Labels(x, 1), Weights(x), 1, Reduction.None),
        ["nll of images"] = (x, _) => Rows(x, rows => Ops.NllLoss(Ops.LogSoftmax(rows), Labels(rows))),
        ["bce"] = (x, _) => Ops.BceWithLogits(Ops.Affine(x, 4, 0), Ops.Copy(Ops.Sigmoid(x))),
    };

    public static string[] Parts { get; } = ["y", "dx", "dother"];

    public static ElementwiseCase Draw(Rng rng)
    {
        var op = All.Keys.Order().ElementAt(rng.NextInt(All.Count));
        Shape x = [1 + rng.NextInt(4), 1 + rng.NextInt(20), 3 + rng.NextInt(40), 3 + rng.NextInt(40)];
        Shape[] others = [x, [x[1], 1, 1], [x[3]], [], [x[0], 1, x[2], 1], [1, x[1], 1, x[3]], [x[2], x[3]]];
        return new(op, x, others[rng.NextInt(others.Length)], rng.NextUInt64());
    }

    public double[][] Run(Device device)
    {
        var rng = new Rng(Seed);
        // Functions of elements do not cancel, and have two sides.
        var (x, other) = (Make(X, r => Parity.Draw(r) * (r.NextBool(0.5) ? 1 : -1)), Make(Other, Parity.Draw));
        using var tape = Tape.Record();
        var y = All[Op](x, other);
        tape.Backward(y, Make(y.Shape, Parity.Draw));
        return [y.ToDoubles(), x.Grad!.ToDoubles(), other.Grad?.ToDoubles() ?? []];

        Tensor Make(Shape shape, Func<Rng, double> draw) => rng.NextTensor(shape, device: device, draw: draw).WithGrad();
    }

    private static Tensor Labels(Tensor logits, int ignored = -100) => Tensor.From(
        [.. Enumerable.Range(0, logits.Count / logits.Shape[1]).Select(i => i % 7 == 5 ? ignored : i * 31 % logits.Shape[1])],
        [logits.Shape[0], .. logits.Shape.ToArray()[2..]], logits.Device);

    private static Tensor Weights(Tensor logits) => Tensor.FromDoubles(
        [.. Enumerable.Range(0, logits.Shape[1]).Select(c => 0.5 + (c % 3))], [logits.Shape[1]], DType.Float32, logits.Device);

    private static Tensor Rows(Tensor x, Func<Tensor, Tensor> loss) => loss(Ops.Reshape(x, [-1, x.Shape[3]]));
}
