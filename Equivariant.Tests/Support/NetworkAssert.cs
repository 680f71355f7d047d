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
    public static void Close(GoldenArray expected, double[] actual, double relative) =>
        AllClose(expected.ToDoubles(), actual, relative * expected.ToDoubles().Max(Math.Abs));

    /// <summary>Logits of the case <c>eval</c>, upright and turned, are the reference's, and almost the same.</summary>
    public static void TurnedLogitsAgree(
        Module network, Tensor input, GoldenArrays golden, double relative, params (string, SignedPermutation)[] turns)
    {
        network.Eval();
        var upright = Forward(network, input);
        Close(golden["eval", "logits"], upright, relative);
        foreach (var (name, element) in turns)
        {
            using var turned = Turning.Turn(input, element);
            var logits = Forward(network, turned);
            Close(golden["eval", $"logits_{name}"], logits, relative);
            AllClose(upright, logits, 2e-5 * upright.Max(Math.Abs));
        }
    }
}
