namespace Equivariant.Benchmarks;

/// <summary>One op with an input and parameters: forward, and forward with the gradients of both.</summary>
internal abstract class ConvWorkload(ConvShape shape, Shape parameters, int batch, Device device, Rng rng) : Workload
{
    private readonly Tensor x = Random(shape.Maps(batch), device, rng).WithGrad();
    private readonly Tensor theta = Random(parameters, device, rng).WithGrad();
    private readonly Tensor dy = Random(shape.Maps(batch), device, rng);

    public override void Forward()
    {
        using var tape = Tape.NoGrad();
        Apply(x, theta);
        device.Synchronize();
    }

    public override void Train()
    {
        using (var tape = Tape.Record())
            tape.Backward(Apply(x, theta), dy);
        device.Synchronize();
        x.ZeroGrad();
        theta.ZeroGrad();
    }

    public override void Dispose()
    {
        x.Dispose();
        theta.Dispose();
        dy.Dispose();
    }

    /// <summary>The op.</summary>
    protected abstract Tensor Apply(Tensor x, Tensor theta);

    private static Tensor Random(Shape shape, Device device, Rng rng)
    {
        var values = new float[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)rng.NextDouble(-1, 1);
        return Tensor.From(values, shape, device);
    }
}
