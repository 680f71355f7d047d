namespace Equivariant.Tests.Support;

/// <summary>Comparisons of a network's numbers with a reference's.</summary>
internal static class NetworkAssert
{
    /// <summary>The output of a network, nothing recorded.</summary>
    public static double[] Forward(Module network, Tensor input)
    {
        using var tape = Tape.NoGrad();
        return network.Forward(input).ToDoubles();
    }

    /// <summary>Within <paramref name="relative"/> of the largest number expected.</summary>
    public static void Close(double[] expected, double[] actual, double relative)
    {
        var scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -relative * scale, relative * scale));
    }
}
