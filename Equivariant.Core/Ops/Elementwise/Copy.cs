namespace Equivariant;

public static partial class Ops
{
    /// <summary>The same values in new memory.</summary>
    public static Tensor Copy(Tensor x) => Unary.Apply<CopyFunction>(nameof(Copy), x);
}

internal static class CopyOp
{
    /// <summary>Copies elements to a tensor that is there already.</summary>
    public static void Into(Tensor target, Tensor source)
    {
        Ops.CheckAlike(nameof(Ops.Copy), target, source);
        Ops.Launch<CopyKernel, NoArgs>(target.Count, default, new Operands { Y = target, A = source });
    }
}

internal readonly struct CopyFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T> => dy;
}
