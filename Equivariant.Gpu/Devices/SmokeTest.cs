using System.Globalization;

namespace Equivariant.Gpu;

/// <summary>One small kernel, run when a device is opened: a driver that computes wrongly is found before it trains.</summary>
internal static class SmokeTest
{
    private const int Count = 1000;

    /// <param name="device">Runs the kernel.</param>
    /// <param name="driver">Named in the error.</param>
    /// <param name="expect">What the kernel makes of a number; a test expects something else.</param>
    /// <exception cref="DeviceException">The kernel gives wrong numbers.</exception>
    public static void Run(GpuDevice device, string driver, Func<double, double>? expect = null)
    {
        expect ??= Expected;
        var values = Array.ConvertAll(Enumerable.Range(0, Count).ToArray(), i => (i - 500) / 64f);
        using var x = Tensor.From(values, [Count], device);
        using var y = Tensor.Empty([Count], DType.Float32, device);
        device.Launch<Polynomial, Args>(Count, new(5, 0.5), new Operands { Y = y, A = x });
        foreach (var (value, result) in values.Zip(y.ToArray<float>()))
        {
            var expected = expect(value);
            if (!(Math.Abs(result - expected) <= 1e-5 * (1 + Math.Abs(expected))))
            {
                throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
                    $"{device.Id} ({device.Name}, {driver}) computes wrongly: a first small kernel makes {result} of {value}, ")
                    + string.Create(CultureInfo.InvariantCulture, $"not {expected}. Update the driver, or use another device."));
            }
        }
    }

    internal static double Expected(double x)
    {
        var sum = 0.0;
        for (var k = 0; k < 5; k++)
            sum = k == 3 ? sum : (sum * 0.5) + (x * k);
        return x < 0 ? -sum : Math.Sqrt(sum);
    }

    /// <param name="Terms">Rounds of the loop.</param>
    /// <param name="Scale">A double, as many arguments are.</param>
    internal readonly record struct Args(int Terms, double Scale);

    /// <summary>A loop with a branch, numbers of both kinds, and a function: what the real kernels are made of.</summary>
    internal readonly struct Polynomial : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            var sum = T.Zero;
            for (var k = 0; k < args.Terms; k++)
            {
                if (k == 3)
                    continue;
                sum = (sum * TReal.Of(args.Scale)) + (x * TReal.Of(k));
            }
            y[i] = x < T.Zero ? -sum : T.Sqrt(sum);
        }
    }
}
