namespace Equivariant;

public static partial class Ops
{
    /// <summary>A straight line, <paramref name="scale"/>·x + <paramref name="shift"/>.</summary>
    public static Tensor Affine(Tensor x, double scale, double shift) =>
        Unary.Apply<AffineOp.Forward, AffineOp.Backward, AffineOp.Args>(nameof(Affine), x, new(scale, shift), 1);
}

internal static class AffineOp
{
    internal readonly record struct Args(double Scale, double Shift);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = (x * TReal.Of(args.Scale)) + TReal.Of(args.Shift);
        }
    }

    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = dy * TReal.Of(args.Scale);
        }
    }
}
