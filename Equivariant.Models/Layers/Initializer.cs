namespace Equivariant.Layers;

/// <summary>What a layer needs to make its parameters.</summary>
/// <param name="Rng">Draws the initial weights; layers draw in the order they are made.</param>
/// <param name="Device">Where the parameters live; <see cref="Device.Cpu"/> if null.</param>
/// <param name="DType">Element type of the parameters.</param>
public sealed record Initializer(Rng Rng, Device? Device = null, DType DType = DType.Float32)
{
    /// <summary>A tensor of independent draws, uniform in [−<paramref name="bound"/>, <paramref name="bound"/>).</summary>
    public Tensor Uniform(Shape shape, double bound) => Draw(shape, () => Rng.NextDouble(-bound, bound));

    /// <summary>A tensor of independent normal draws with mean 0.</summary>
    public Tensor Normal(Shape shape, double standardDeviation) => Draw(shape, () => standardDeviation * Rng.NextNormal());

    /// <summary>A tensor of one value.</summary>
    public Tensor Full(Shape shape, double value) => Tensor.Full(shape, value, DType, Device);

    /// <summary>Weights of a convolution: PyTorch's uniform draws in ±bound, or He's normal ones by outputs times taps.</summary>
    internal Tensor ConvWeights(Shape shape, ConvInit weightInit, double bound, double fanOut) =>
        weightInit == ConvInit.HeFanOut ? Normal(shape, Math.Sqrt(2.0 / fanOut)) : Uniform(shape, bound);

    private Tensor Draw(Shape shape, Func<double> next)
    {
        var values = new double[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = next();
        return Tensor.FromDoubles(values, shape, DType, Device);
    }
}
