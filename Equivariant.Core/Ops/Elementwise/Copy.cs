namespace Equivariant;

public static partial class Ops
{
    /// <summary>The same values in new memory.</summary>
    public static Tensor Copy(Tensor x) =>
        Unary.Apply<CopyOp.Forward, CopyOp.Backward, NoArgs>(nameof(Copy), x, default, 1);
}

internal static class CopyOp
{
    /// <summary>Copies elements to a tensor that is there already.</summary>
    public static void Into(Tensor target, Tensor source)
    {
        Ops.CheckAlike(nameof(Ops.Copy), target, source);
        Ops.Launch<Forward, NoArgs>(target.Count, default, new Operands { Y = target, A = source });
    }

    internal readonly struct Forward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var x = b.A[i];
            y[i] = x;
        }
    }

    internal readonly struct Backward : IKernel<NoArgs>
    {
        static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var dy = b.A[i];
            dx[i] = dy;
        }
    }
}
