using Equivariant.Autograd;

namespace Equivariant.Tests.Cpu;

using Ops = Equivariant.Ops;

/// <summary>A function of elements, or of two tensors that broadcast, or an average pool, on enough elements for many threads.</summary>
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
        var (x, other) = (Make(X, () => Parity.Draw(rng) * (rng.NextBool(0.5) ? 1 : -1)), Make(Other, () => Parity.Draw(rng)));
        using var tape = Tape.Record();
        var y = All[Op](x, other);
        tape.Backward(y, Make(y.Shape, () => Parity.Draw(rng)));
        return [y.ToDoubles(), x.Grad!.ToDoubles(), other.Grad?.ToDoubles() ?? []];

        Tensor Make(Shape shape, Func<double> draw) => Tensor.FromDoubles(
            [.. Enumerable.Range(0, (int)shape.Count).Select(_ => draw())], shape, DType.Float32, device).WithGrad();
    }
}
