namespace Equivariant.Layers;

/// <summary>Measures, on random input, how far a network is from keeping each symmetry.</summary>
public static class EquivarianceError
{
    /// <summary>For every element but the identity, ‖f(g·x) − g·f(x)‖∞ / ‖f(x)‖∞;
    /// a result without spatial axes must stay as it is.</summary>
    /// <param name="network">Any network; measured as in inference.</param>
    /// <param name="input">[N, C, spatial…]; square or cubic, since turns exchange the axes.</param>
    /// <param name="rng">Draws the input, standard normal.</param>
    /// <param name="device">Where the network's parameters are; <see cref="Device.Cpu"/> if null.</param>
    /// <param name="dtype">Their element type.</param>
    /// <exception cref="ShapeException">The input is not square or cubic, or too small for a layer.</exception>
    public static IReadOnlyDictionary<string, double> Measure(
        Module network, Shape input, Rng rng, Device? device = null, DType dtype = DType.Float32)
    {
        ExactnessReport.CheckInput(input);
        var values = new double[input.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = rng.NextNormal();
        return Measure(network, values, input, device, dtype);
    }

    /// <summary>The same on given input, such as images.</summary>
    internal static IReadOnlyDictionary<string, double> Measure(
        Module network, double[] values, Shape input, Device? device = null, DType dtype = DType.Float32)
    {
        ExactnessReport.CheckInput(input);
        return network.InInference(() =>
        {
            var (upright, shape) = Run(values);
            var scale = Math.Max(upright.Max(Math.Abs), double.Epsilon);
            var errors = new Dictionary<string, double>();
            foreach (var element
                in SymmetryGroups.Full(input.Rank - 2).Elements.Where(e => e != SignedPermutation.Identity(e.Rank)))
            {
                var (turned, _) = Run(Turned(values, input, element));
                var expected = shape.Rank == input.Rank ? Turned(upright, shape, element) : upright;
                errors[element.Name] = turned.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / scale;
            }
            return errors;
        });

        (double[] Values, Shape Shape) Run(double[] x)
        {
            using var tape = Tape.NoGrad();
            var y = network.Forward(tape.Own(Tensor.FromDoubles(x, input, dtype, device)));
            return (y.ToDoubles(), y.Shape);
        }
    }

    private static double[] Turned(double[] values, Shape shape, SignedPermutation element)
    {
        var gather = element.MapGrid(shape.ToArray().AsSpan(shape.Rank - element.Rank));
        var turned = new double[values.Length];
        for (var i = 0; i < turned.Length; i++)
            turned[i] = values[(i / gather.Length * gather.Length) + gather[i % gather.Length]];
        return turned;
    }
}
