using Equivariant.Layers;

namespace Equivariant.Benchmarks;

/// <summary>Multiply-adds of a network's convolutions and linear layers.</summary>
/// <param name="Dense">With every tap of every copy of a kernel.</param>
/// <param name="AsRun">As the device computes them: one product for each ring from the sum over its taps, turned copies by their
/// group transform.</param>
internal sealed record NetworkCost(double Dense, double AsRun)
{
    /// <summary>Counts the products of a forward pass on an input of a shape [N,C,spatial…].</summary>
    public static NetworkCost Of(Module network, Shape input, Device device)
    {
        var sum = new NetworkCost(0, 0);
        var training = network.Training;
        network.Eval();
        network.Observe((module, x, y) => sum = sum.Plus(OfLayer(module, x, y, device)), () =>
        {
            using var tape = Tape.NoGrad();
            network.Forward(tape.Own(Tensor.From(new float[input.Count], input, device)));
        });
        network.Train(training);
        return sum;
    }

    private static NetworkCost OfLayer(Module module, Shape input, Shape output, Device device)
    {
        switch (module)
        {
            case Conv or RicConv or Linear:
                var products = (double)output.Count * PerRow(Weight(module));
                return new(products, products);
            case GroupConvBase group:
                var bank = (double)output.Count * PerRow(Weight(module));
                return new(bank, bank * group.ShareOfProducts(input));
            case RingConv ring:
                var (map, options) = ring.Applied;
                var weight = Weight(module);
                var perTap = (double)output.Count * weight[1];
                var path = SymmetricConvChoice.Of(device, input, weight, map, options);
                return new(perTap * ring.Map.Taps,
                    perTap * (path == SymmetricConvPath.Factorised ? map.Parameters : map.Taps));
            case OrientedConv oriented:
                var kernels = Weight(module);
                var eachTap = (double)output.Count / output[1] * kernels[0] * kernels[1];
                var dense = eachTap * oriented.Map.Taps * oriented.Map.Orientations;
                var way = SymmetricConvChoice.Of(device, input, kernels, oriented.Map, oriented.Options, oriented.Reduction);
                return new(dense, way.IsTransformed()
                    ? eachTap * SymmetricConvChoice.FactorisedProducts(oriented.Map, oriented.Reduction)!.Value : dense);
            default:
                return new(0, 0);
        }
    }

    private static Shape Weight(Module module) =>
        module.NamedParameters().First(parameter => parameter.Name == "weight").Value.Shape;

    private static double PerRow(Shape weight) => (double)weight.Count / weight[0];

    private NetworkCost Plus(NetworkCost other) => new(Dense + other.Dense, AsRun + other.AsRun);
}
