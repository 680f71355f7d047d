namespace Equivariant.Tests.Operators;

public class GaussianRingsTests
{
    [Fact]
    public void WidthsThatAreNoVectorAreRefused() =>
        Refused(() => Ops.GaussianRings(Tensor.Zeros([2, 3])), "GaussianRings", "[2,3]");

    /// <summary>With narrow Gaussians rings stay apart; the weights keep the density's scale.</summary>
    [Fact]
    public void NarrowRingsDoNotMix()
    {
        using var widths = Tensor.Full([3], Math.Log(0.1), DType.Float64);
        var mixing = Ops.GaussianRings(widths).ToDoubles();
        for (var i = 0; i < mixing.Length; i++)
            Assert.Equal(i % 4 == 0 ? 1 / (0.1 * 2.5066) : 0, mixing[i], 1e-12);
    }
}
