using Equivariant.Autograd;
using Equivariant.Cpu;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Cpu;

/// <summary>Tuned matrix products and linear layers against the plain bodies on random shapes,
/// for every width of vectors.</summary>
public class MatrixParityTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void AgreesWithThePlainBodies(int vectorBits)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        using var tuned = new CpuDevice(threads: 2) { VectorBits = vectorBits };
        Prop.ForAll<int>(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            foreach (var (expected, actual) in Run(seed, plain).Zip(Run(seed, tuned)))
            {
                var error = Math.Sqrt(
                    expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum() / Math.Max(1e-30, expected.Sum(e => e * e)));
                Assert.True(error <= 1e-5, $"seed {seed}: differs by {error} of its norm");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads()
    {
        using var one = new CpuDevice(threads: 1);
        using var five = new CpuDevice(threads: 5);
        for (var seed = 0; seed < 20; seed++)
            Assert.Equal(Run(seed, one), Run(seed, five));
    }

    /// <summary>Results and gradients of a batched product and of a linear layer.</summary>
    private static List<double[]> Run(int seed, Device device)
    {
        var rng = new Rng((ulong)seed);
        var (batch, rows, columns) = (1 + rng.NextInt(3), 1 + rng.NextInt(90), 1 + rng.NextInt(110));
        var inner = 1 + rng.NextInt(rng.NextBool(0.3) ? 500 : 60);
        Tensor Make(Shape shape) => Tensor.FromDoubles(
            [.. Enumerable.Range(0, (int)shape.Count).Select(_ => rng.NextNormal())], shape, DType.Float32, device).WithGrad();
        Tensor[] inputs = [Make([batch, rows, inner]), Make([batch, inner, columns]), Make([columns, inner]), Make([columns])];
        using var tape = Tape.Record();
        var product = Equivariant.Ops.MatMul(inputs[0], inputs[1]);
        var layer = Equivariant.Ops.Linear(inputs[0], inputs[2], inputs[3]);
        var sum = Equivariant.Ops.Add(product, layer);
        tape.Backward(sum, Make(sum.Shape));
        return [product.ToDoubles(), layer.ToDoubles(), .. inputs.Select(input => input.Grad!.ToDoubles())];
    }
}
