using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Cpu;

/// <summary>A random case of something that has plain bodies and tuned kernels.</summary>
internal interface IParityCase<TSelf> where TSelf : IParityCase<TSelf>
{
    /// <summary>Names of the results, in the order of <see cref="Run"/>.</summary>
    static abstract string[] Parts { get; }

    static abstract TSelf Draw(Rng rng);

    /// <summary>Whether all agree to the bit: where nothing is computed, or in the same operations.</summary>
    static virtual bool IsExact => false;

    /// <summary>Values and gradients on a device; the same inputs on every device.</summary>
    double[][] Run(Device device);
}

/// <summary>Laws of tuned kernels: they agree with the plain bodies, and do not depend on the number of threads.</summary>
internal static class Parity
{
    /// <summary>Compares on cases drawn from random seeds.</summary>
    public static void OnRandomCases<TCase>(int cases, Device tuned) where TCase : IParityCase<TCase>
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        Prop.ForAll<int>(Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed => Compare(TCase.Draw(new Rng((ulong)seed)), plain, tuned))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    /// <summary>An input: all are of one sign and none is tiny, so that no sum of products cancels and its rounding can be told
    /// relative to the sum.</summary>
    public static double Draw(Rng rng) => rng.NextDouble(0.5, 1.5);

    /// <summary>‖expected − actual‖ ≤ 1e-5·‖expected‖ for every part, or no difference.</summary>
    public static void Compare<TCase>(TCase drawn, Device plain, Device tuned) where TCase : IParityCase<TCase>
    {
        var (expected, actual) = (drawn.Run(plain), drawn.Run(tuned));
        Assert.Equal(TCase.Parts.Length, expected.Length);
        for (var part = 0; part < expected.Length; part++)
        {
            if (TCase.IsExact)
                Assert.True(expected[part].AsSpan().SequenceEqual(actual[part]), $"{TCase.Parts[part]} of {drawn} differs");
            else
                NormsAgree(expected[part], actual[part], $"{TCase.Parts[part]} of {drawn}");
        }
    }

    /// <summary>‖expected − actual‖ ≤ 1e-5·‖expected‖.</summary>
    public static void NormsAgree(double[] expected, double[] actual, string what)
    {
        var error = Norm(expected.Zip(actual, (e, a) => e - a));
        var allowed = 1e-5 * Norm(expected);
        Assert.True(error <= allowed, $"{what} differs by {error}, allowed is {allowed}");
    }

    /// <summary>Random settings of a convolution with a kernel of this size.</summary>
    public static ConvOptions DrawOptions(Rng rng, ReadOnlySpan<int> kernel, int groups, bool unpadded)
    {
        int[] sizes = [.. kernel];
        return new()
        {
            Stride = PerAxis.Create([.. sizes.Select(_ => 1 + rng.NextInt(3))]),
            Dilation = PerAxis.Create([.. sizes.Select(_ => 1 + rng.NextInt(rng.NextBool(0.3) ? 3 : 1))]),
            Padding = Padding.Create([.. sizes.Select(size => unpadded ? 0 : rng.NextInt(size + 1))]),
            Groups = groups,
        };
    }

    /// <summary>Checks that the random convolutions of one kind meet every kind of setting.</summary>
    public static void MeetsEverySetting<TCase>(
        Func<TCase, bool> isOfKind, Func<TCase, (Shape X, int Outputs, int LastTap, ConvOptions Options)> settings)
        where TCase : IParityCase<TCase>
    {
        Func<Shape, int, int, ConvOptions, bool>[] features =
        [
            (x, _, _, _) => x[0] == 1,
            (x, _, _, _) => x[-1] % 2 == 0,
            (_, _, _, options) => Axes(options.Stride).Contains(2),
            (_, _, _, options) => Axes(options.Stride).Contains(3),
            (_, _, _, options) => Axes(options.Dilation).Any(step => step > 1),
            (_, _, _, options) => Axes(options.Padding.Numbers!.Value).All(cells => cells == 0),
            (_, _, last, options) => Axes(options.Padding.Numbers!.Value)[^1] == last,
            (x, _, _, options) => options.Groups > 1 && x[1] > options.Groups,
            (x, _, _, options) => options.Groups > 2 && x[1] == options.Groups,
            (x, outputs, _, _) => x[1] % 2 == 1 && outputs % 2 == 1 && outputs > 8,
        ];
        Meets([.. features.Select(feature => (Func<TCase, bool>)(test =>
        {
            var (x, outputs, last, options) = settings(test);
            return isOfKind(test) && feature(x, outputs, last, options);
        }))]);

        static int[] Axes(PerAxis setting) => [.. setting];
    }

    /// <summary>Checks that random cases meet every one of some features.</summary>
    public static void Meets<TCase>(params Func<TCase, bool>[] features) where TCase : IParityCase<TCase>
    {
        var rng = new Rng(5);
        TCase[] drawn = [.. Enumerable.Range(0, 500).Select(_ => TCase.Draw(rng))];
        Assert.All(features, feature => Assert.Contains(drawn, test => feature(test)));
    }

    /// <summary>The same to the bit on one thread, on two, and on five that share however little there is to do.</summary>
    public static void AcrossThreads<TCase>(int cases) where TCase : IParityCase<TCase>
    {
        using var one = new CpuDevice(threads: 1);
        using var two = new CpuDevice(threads: 2);
        using var five = new CpuDevice(threads: 5) { SharesSmallWork = true };
        var rng = new Rng(11);
        for (var round = 0; round < cases; round++)
        {
            var drawn = TCase.Draw(rng);
            var expected = drawn.Run(one);
            Assert.Equal(expected, drawn.Run(two));
            Assert.Equal(expected, drawn.Run(five));
        }
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
