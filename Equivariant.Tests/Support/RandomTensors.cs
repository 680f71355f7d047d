namespace Equivariant.Tests.Support;

/// <summary>Arrays and tensors of random numbers, drawn in row-major order.</summary>
internal static class RandomTensors
{
    /// <summary>Standard normal numbers, or those that <paramref name="draw"/> draws.</summary>
    public static double[] NextArray(this Rng rng, long count, Func<Rng, double>? draw = null)
    {
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = draw?.Invoke(rng) ?? rng.NextNormal();
        return values;
    }

    /// <summary>The same as a tensor.</summary>
    public static Tensor NextTensor(
        this Rng rng, Shape shape, DType dtype = DType.Float32, Device? device = null, Func<Rng, double>? draw = null) =>
        Tensor.FromDoubles(rng.NextArray(shape.Count, draw), shape, dtype, device);
}
