namespace Equivariant.Tests.Gpu;

/// <summary>Every sample of every op gives on a GPU what it gives on the managed CPU device, there and back.</summary>
public class OpParityTests
{
    private static readonly CpuDevice Cpu = new(threads: 2, tuned: false);

    // An op of sums, one of products and one of norms; TunedKernelTests has the convolutions.
    private static readonly string[] TunedInShort = ["LayerNorm", "MatMul", "Sum"];

    public static TheoryData<string> OpNames => [.. OpCatalogue.Names];

    public static TheoryData<string> ShortNames => [.. TunedInShort];

    public static TheoryData<string> OtherNames => [.. OpCatalogue.Names.Except(TunedInShort)];

    [Theory, MemberData(nameof(OpNames))]
    public void PlainBodiesAgreeOnTheSimulatedGpu(string op) => Agree(op, Gpus.Simulated);

    [Theory, MemberData(nameof(ShortNames))]
    public void TunedKernelsAgreeOnTheSimulatedGpu(string op) => Agree(op, Gpus.SimulatedTuned);

    [Theory, Trait("Length", "Full"), MemberData(nameof(OtherNames))]
    public void TunedKernelsOfOtherOpsAgreeOnTheSimulatedGpu(string op) => Agree(op, Gpus.SimulatedTuned);

    [RealGpuTheory, MemberData(nameof(OpNames))]
    public void PlainBodiesAgreeOnARealDevice(string op) => Agree(op, Gpus.Real);

    [RealGpuTheory, MemberData(nameof(OpNames))]
    public void TunedKernelsAgreeOnARealDevice(string op) => Agree(op, Gpus.RealTuned);

    private static void Agree(string op, GpuDevice gpu)
    {
        Assert.All(OpCatalogue.Samples.Where(sample => sample.Op == op), sample =>
        {
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                var (expected, slopes) = Run(sample, dtype, Cpu);
                var (actual, gpuSlopes) = Run(sample, dtype, gpu);
                AllClose(expected, actual, Absolute(Terms(sample)), 1e-5, $"{sample} {dtype}");
                Assert.Equal(slopes.Count, gpuSlopes.Count);
                // Going back there are as many products as forward, shared among the elements of the input.
                foreach (var (i, slope) in slopes)
                {
                    AllClose(slope, gpuSlopes[i], Absolute(Terms(sample) * expected.Length / Math.Max(1, slope.Length)), 1e-4,
                        $"{sample} {dtype}, gradient of input {i}");
                }
            }
        });
    }

    private static (double[] Result, Dictionary<int, double[]> Gradients) Run(OpSample sample, DType dtype, Device device)
    {
        var inputs = OpCatalogue.Inputs(sample, dtype, device);
        using var tape = Tape.Record();
        var y = sample.Run(inputs);
        if (y.RequiresGrad)
        {
            using var gradient = new Rng(5).NextTensor(y.Shape, y.DType, device);
            tape.Backward(y, gradient);
        }
        return (y.ToDoubles(), inputs.Select((input, i) => (input.Grad, i)).Where(pair => pair.Grad is not null)
            .ToDictionary(pair => pair.i, pair => pair.Grad!.ToDoubles()));
    }

    /// <summary>How many products a result of these sums up; of other ops the strictest, 1.</summary>
    private static double Terms(OpSample sample) => sample.Op switch
    {
        "MatMul" or "Linear" => sample.Inputs[0].Shape[sample.Inputs[0].Shape.Rank - 1],
        "Conv" or "GroupConv" => sample.Inputs[1].Shape.Count / sample.Inputs[1].Shape[0],
        _ => 1,
    };

    /// <summary>The absolute tolerance of a result that sums up so many terms.</summary>
    private static double Absolute(double terms) => 1e-6 * Math.Sqrt(Math.Max(1, terms));
}
