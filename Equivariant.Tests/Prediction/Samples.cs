namespace Equivariant.Tests.Prediction;

/// <summary>Small networks and images for tests of dense prediction.</summary>
internal static class Samples
{
    /// <summary>A network whose norms have statistics as after some training, so that nothing is trivially zero.</summary>
    public static Module Network(string name, string? conv = null)
    {
        var network = new ModelConfig { Name = name, Conv = conv, Width = 4, Classes = 2 }.Create(new Initializer(new Rng(3)));
        using var x = new Initializer(new Rng(4)).Normal([2, 1, 32, 32], 0.5);
        for (var i = 0; i < 20; i++)
        {
            using var tape = Tape.NoGrad();
            network.Forward(x);
        }
        network.Eval();
        return network;
    }

    /// <summary>Noise.</summary>
    public static DenseImage Image(int height, int width, ulong seed = 5)
    {
        var rng = new Rng(seed);
        var pixels = new float[height * width];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (float)rng.NextDouble();
        return new("noise", 1, height, width, pixels, new byte[pixels.Length]);
    }

    /// <summary>The largest difference.</summary>
    public static double Difference(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        Assert.Equal(a.Count, b.Count);
        return a.Zip(b, (x, y) => (double)Math.Abs(x - y)).Max();
    }
}
