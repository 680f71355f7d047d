namespace Equivariant.Tests.Cpu;

/// <summary>The tuned norms at sizes where blocks and cores are many, against double precision on the plain bodies.</summary>
public class TunedNormTests
{
    public static TheoryData<int[], double> Inputs => new()
    {
        { [3, 2, 70, 75], 0 }, { [40, 5, 15, 15], 0 }, { [64, 16, 4, 4], 0 },
        { [300, 3, 3, 3], 0 }, { [9, 4, 31, 33], 1000 }, { [2, 3, 9, 20, 41], -5 },
    };

    [Theory, MemberData(nameof(Inputs))]
    public void AgreeWithDoublePrecision(int[] shape, double centre)
    {
        using var plain = new CpuDevice(tuned: false);
        foreach (var training in new[] { true, false })
        {
            // A single-precision value near 1000 is known to 6e-5 of the deviation 1 it has here.
            var tolerance = 2e-5 + (1e-6 * Math.Abs(centre));
            var expected = Run(plain, DType.Float64, shape, centre, training);
            var actual = Run(Device.Cpu, DType.Float32, shape, centre, training);
            foreach (var (e, a) in expected.Zip(actual))
                AllClose(e, a, tolerance * (1 + e.Max(Math.Abs)));
        }
    }

    [Theory, MemberData(nameof(Inputs))]
    public void DoNotDependOnThreads(int[] shape, double centre)
    {
        using var one = new CpuDevice(threads: 1);
        using var four = new CpuDevice(threads: 4);
        Assert.Equal(Run(one, DType.Float32, shape, centre, true), Run(four, DType.Float32, shape, centre, true));
    }

    /// <summary>Values, running statistics and gradients of a batch norm and a group norm after it.</summary>
    private static double[][] Run(Device device, DType dtype, int[] shape, double centre, bool training)
    {
        var rng = new Rng(11);
        Shape channels = [shape[1]];
        // Rounded to single precision, so that both runs see the same numbers.
        Tensor Draw(Shape s, double mean) => rng.NextTensor(s, dtype, device, r => (float)(mean + r.NextNormal()));
        var x = Draw(new Shape(shape), centre).WithGrad();
        var (weight, bias, groupWeight) = (Draw(channels, 1).WithGrad(), Draw(channels, 0).WithGrad(),
            Draw(channels, 1).WithGrad());
        var (mean, variance) = (Draw(channels, centre), Tensor.Full(channels, 1.5, dtype, device));
        var direction = Draw(x.Shape, 0);
        using var tape = Tape.Record();
        var normal = Ops.BatchNorm(x, weight, bias, mean, variance, training);
        var y = Ops.GroupNorm(normal, 1, groupWeight, bias);
        tape.Backward(y, direction);
        Tensor[] results = [normal, y, mean, variance, x.Grad!, weight.Grad!, bias.Grad!, groupWeight.Grad!];
        return [.. results.Select(t => t.ToDoubles())];
    }
}
