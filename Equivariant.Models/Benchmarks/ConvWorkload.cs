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

/// <summary><see cref="Ops.Conv"/>.</summary>
internal sealed class PlainConvWorkload(ConvShape shape, int batch, Device device, Rng rng)
    : ConvWorkload(shape, [shape.Channels, shape.Channels, .. shape.Kernel], batch, device, rng)
{
    private readonly ConvOptions options = shape.Options;

    public override double DenseProducts { get; } = shape.ProductsPerTap(batch) * Math.Pow(shape.KernelSize, shape.Rank);

    public override double WorkProducts => DenseProducts;

    public override SymmetricConvPath Way { get; } = Ordinary(device);

    protected override Tensor Apply(Tensor x, Tensor theta) => Ops.Conv(x, theta, null, options);
}

/// <summary>The shape of a convolution that keeps channels and size: stride 1, padding by half the kernel, no bias.</summary>
/// <param name="Channels">Of input and output.</param>
/// <param name="Size">Edge length of the maps.</param>
/// <param name="KernelSize">Taps an axis, odd.</param>
/// <param name="Rank">Spatial axes.</param>
internal sealed record ConvShape(int Channels = 64, int Size = 28, int KernelSize = 3, int Rank = 2)
{
    /// <summary>The usual number of images.</summary>
    public const int Batch = 32;

    /// <summary>Settings of the op.</summary>
    public ConvOptions Options => new() { Padding = KernelSize / 2 };

    /// <summary>Taps an axis, as many numbers as axes.</summary>
    public int[] Kernel => [.. Enumerable.Repeat(KernelSize, Rank)];

    /// <summary>Shape of input and output.</summary>
    public Shape Maps(int batch) => [batch, Channels, .. Enumerable.Repeat(Size, Rank)];

    /// <summary>Multiply-adds for one tap of one kernel copy.</summary>
    public double ProductsPerTap(int batch) => Maps(batch).Count * (double)Channels;
}
