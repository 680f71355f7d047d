namespace Equivariant;

/// <summary>The sum or mean of a kernel's oriented copies, and its gradient: what remains of a linear reduction.</summary>
internal static class SummedKernelOp
{
    /// <summary>Shapes of a kernel; the divisor is 1 for the sum, the number of copies for the mean.</summary>
    internal readonly record struct Args(int Parameters, int Taps, int Copies, int Divisor);

    /// <summary>Index: tap of a kernel. Y from θ in A, the map's table in I.</summary>
    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (theta, table) = (b.A, b.I);
            var row = i / args.Taps;
            var tap = i - (row * args.Taps);
            var sum = T.Zero;
            for (var copy = 0; copy < args.Copies; copy++)
            {
                var parameter = table[(copy * args.Taps) + tap];
                if (parameter >= 0)
                    sum += theta[(row * args.Parameters) + parameter];
            }
            var y = b.Y;
            y[i] = sum / TReal.Of(args.Divisor);
        }
    }

    /// <summary>Index: parameter of a kernel. Y from the kernel's gradient in A, the parameters' places in I and J.</summary>
    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var (dkernel, positions) = (b.A, b.I);
            var row = i / args.Parameters;
            var parameter = i - (row * args.Parameters);
            var end = b.J[parameter + 1];
            var sum = T.Zero;
            for (var k = b.J[parameter]; k < end; k++)
                sum += dkernel[(row * args.Taps) + (positions[k] % args.Taps)];
            var dtheta = b.Y;
            dtheta[i] = sum / TReal.Of(args.Divisor);
        }
    }
}
