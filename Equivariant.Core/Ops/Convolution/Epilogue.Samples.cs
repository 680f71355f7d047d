namespace Equivariant.Samples;

/// <summary>Samples of convolutions with an <see cref="Epilogue"/>; it has no gradient.</summary>
internal sealed class EpilogueSamples : IOpSamples
{
    public static IEnumerable<OpSample> Samples
    {
        get
        {
            foreach (var (relu, residual) in new[] { (false, false), (true, false), (true, true) })
            {
                OpInput[] inputs = [new([2, 3, 6, 6]), new([5, 3, 3, 3]), new([5]), new([5]), new([5]),
                    OpInput.Uniform([5], 0.5, 2), new([2, 5, 6, 6])];
                yield return new(nameof(Ops.Conv), $"epilogue, relu {relu}, residual {residual}",
                    [.. inputs.Select(input => input with { Differentiable = false })],
                    x => Ops.Conv(x[0], x[1], x[2], new() { Padding = 1 }, Of(x, relu, residual)),
                    x => Reference(ConvSamples.Reference(x[0], x[1], x[2], new() { Padding = 1 }), x, relu, residual));
            }
        }
    }

    private static Epilogue Of(Tensor[] x, bool relu, bool residual) =>
        Epilogue.OfNorm(x[4], x[5], x[3]) with { Relu = relu, Residual = residual ? x[6] : null };

    /// <summary>relu((y − mean) / √(variance + ε) · weight + residual).</summary>
    private static HostArray Reference(HostArray y, HostArray[] x, bool relu, bool residual) => HostArray.From(y.Shape, i =>
    {
        var channel = i[1];
        var value = (y[i] - x[4].Values[channel]) / Math.Sqrt(x[5].Values[channel] + 1e-5) * x[3].Values[channel];
        value += residual ? x[6][i] : 0;
        return relu ? Math.Max(0, value) : value;
    });
}
