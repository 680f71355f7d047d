namespace Equivariant.Tests.Cpu;

/// <summary>A symmetric convolution of random shapes, settings and copies.</summary>
internal sealed record SymmetricConvCase(
    Shape X, int Outputs, KernelIndexMap Map, ConvOptions Options, OrientationReduction Reduction)
    : IParityCase<SymmetricConvCase>
{
    public static string[] Parts { get; } = ["y", "dx", "dtheta", "dbias"];

    public static SymmetricConvCase Draw(Rng rng)
    {
        while (true)
        {
            var map = DrawMap(rng);
            var largest = map.Rank switch { 1 => 60, 2 => 20, _ => 8 };
            int[] Each(Func<int> draw) => [.. Enumerable.Range(0, map.Rank).Select(_ => draw())];
            var (depthwise, unpadded) = (rng.NextBool(0.15), rng.NextBool(0.2));
            var groups = rng.NextBool(0.3) || depthwise ? 1 + rng.NextInt(5) : 1;
            var (groupIn, groupOut) = (depthwise ? 1 : 1 + rng.NextInt(19), 1 + rng.NextInt(depthwise ? 2 : 23));
            var drawn = new SymmetricConvCase(
                [1 + rng.NextInt(3), groups * groupIn, .. Each(() => 1 + rng.NextInt(largest))], groups * groupOut, map,
                Parity.DrawOptions(rng, map.KernelSize.AsSpan(), groups, unpadded),
                (OrientationReduction)rng.NextInt(4));
            if (drawn.Fits())
                return drawn;
        }
    }

    /// <summary>
    /// Result and gradients on a device, in the order y, dx, dθ, dbias; the same numbers on every device. Where two copies
    /// come so close that rounding decides which is the largest, no gradient goes in.
    /// </summary>
    public double[][] Run(Device device)
    {
        using var tables = new IndexTables(Map, device);
        using var x = Make(X, 1, device).WithGrad();
        using var theta = Make(ThetaShape, 2, device).WithGrad();
        using var bias = Make([Outputs], 3, device).WithGrad();
        using var tape = Tape.Record();
        var y = Ops.SymmetricConv(x, theta, bias, tables, Options, Reduction);
        using var dy = Make(y.Shape, 4, device);
        if (Reduction == OrientationReduction.Max && Map.Orientations > 1)
            ClearCloseCalls(dy);
        tape.Backward(y, dy);
        return [y.ToDoubles(), x.Grad!.ToDoubles(), theta.Grad!.ToDoubles(), bias.Grad!.ToDoubles()];
    }

    public override string ToString() => $"x {X}, {Outputs} outputs, {Map}, {Options}, {Reduction}";

    private Shape ThetaShape => [Outputs, X[1] / Options.Groups, Map.Parameters];

    private void ClearCloseCalls(Tensor dy)
    {
        using var device = new CpuDevice(threads: 2, tuned: false);
        using var tables = new IndexTables(Map, device);
        using var tape = Tape.NoGrad();
        var all = Ops.SymmetricConv(
            Make(X, 1, device), Make(ThetaShape, 2, device), Make([Outputs], 3, device), tables, Options).ToDoubles();
        var cells = (int)dy.Shape.CountOf(2, dy.Shape.Rank);
        var close = 1e-4 * all.Max(Math.Abs);
        var values = dy.ToArray<float>();
        for (var i = 0; i < values.Length; i++)
        {
            var first = (i / cells * Map.Orientations * cells) + (i % cells);
            var best = Enumerable.Range(0, Map.Orientations).Select(copy => all[first + (copy * cells)])
                .OrderDescending().Take(2).ToArray();
            if (best[0] - best[1] < close)
                values[i] = 0;
        }
        dy.CopyFrom<float>(values);
    }

    private static Tensor Make(Shape shape, ulong seed, Device device) =>
        new Rng(seed).NextTensor(shape, device: device, draw: Parity.Draw);

    private static KernelIndexMap DrawMap(Rng rng)
    {
        switch (rng.NextInt(10))
        {
            case 0:
                return SreRings.Create([1 + rng.NextInt(9)]);
            case 1:
                var edge = 3 + (2 * rng.NextInt(2));
                return SreRings.Create([edge, edge, edge], (BandRule)rng.NextInt(2));
            case 2 or 3:
                var size = 1 + (2 * rng.NextInt(5));
                return SreRings.Create([size, size], (BandRule)rng.NextInt(2));
            case 4:
                return DenseKernel.Create([1 + rng.NextInt(4), 1 + rng.NextInt(4)]);
            case 5:
                return RotatedKernels.Create(1 << rng.NextInt(4));
            case 6:
                var square = 2 + rng.NextInt(4);
                return RotatedKernels.Create([square, square], 4);
            case 7:
                return FlippedKernels.Create([3, 3], (FlipSet)rng.NextInt(4));
            case 8:
                return FlippedKernels.Create([1 + rng.NextInt(4), 1 + rng.NextInt(4)], (FlipSet)rng.NextInt(4));
            default:
                return DihedralKernels.Create([3, 3]);
        }
    }

    private bool Fits()
    {
        try
        {
            var geometry = ConvGeometry.Of("SymmetricConv", X, [Outputs, X[1] / Options.Groups, .. Map.KernelSize], Options);
            return (long)geometry.Result(X.Rank).Count * geometry.Products * Map.Orientations < 2_000_000;
        }
        catch (ShapeException)
        {
            return false;
        }
    }
}
