namespace Equivariant.Tests.Cpu;

/// <summary>A convolution of random shapes and settings.</summary>
internal sealed record ConvCase(Shape X, Shape Weight, ConvOptions Options) : IParityCase<ConvCase>
{
    public static string[] Parts { get; } = ["y", "dx", "dweight", "dbias"];

    public static ConvCase Draw(Rng rng)
    {
        while (true)
        {
            var axes = 1 + rng.NextInt(3);
            var largest = axes switch { 1 => 150, 2 => 20, _ => 8 };
            int[] Each(Func<int> draw) => [.. Enumerable.Range(0, axes).Select(_ => draw())];
            var (size, kernel) = (Each(() => 1 + rng.NextInt(largest)), Each(() => 1 + rng.NextInt(5)));
            var (depthwise, unpadded) = (rng.NextBool(0.15), rng.NextBool(0.2));
            var groups = rng.NextBool(0.3) || depthwise ? 1 + rng.NextInt(5) : 1;
            var (groupIn, groupOut) = (depthwise ? 1 : 1 + rng.NextInt(21), 1 + rng.NextInt(depthwise ? 2 : 37));
            var drawn = new ConvCase(
                [1 + rng.NextInt(3), groups * groupIn, .. size], [groups * groupOut, groupIn, .. kernel],
                Parity.DrawOptions(rng, kernel, groups, unpadded));
            if (drawn.Fits())
                return drawn;
        }
    }

    /// <summary>Result and gradients on a device, in the order y, dx, dweight, dbias; the same numbers on every device.</summary>
    public double[][] Run(Device device)
    {
        var rng = new Rng(3);
        Tensor Make(Shape shape) => rng.NextTensor(shape, device: device, draw: Parity.Draw);
        using var x = Make(X).WithGrad();
        using var weight = Make(Weight).WithGrad();
        using var bias = Make([Weight[0]]).WithGrad();
        using var tape = Tape.Record();
        var y = Ops.Conv(x, weight, bias, Options);
        using var dy = Make(y.Shape);
        tape.Backward(y, dy);
        return [y.ToDoubles(), x.Grad!.ToDoubles(), weight.Grad!.ToDoubles(), bias.Grad!.ToDoubles()];
    }

    public override string ToString() => $"x {X}, weight {Weight}, {Options}";

    private bool Fits()
    {
        try
        {
            return ConvGeometry.Of("Conv", X, Weight, Options).Result(X.Rank).Count * Weight[1]
                * Weight.CountOf(2, Weight.Rank) < 3_000_000;
        }
        catch (ShapeException)
        {
            return false;
        }
    }
}
