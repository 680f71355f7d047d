namespace Equivariant;

public static partial class Ops
{
    /// <summary>The same values in new memory.</summary>
    public static Tensor Copy(Tensor x) =>
        Unary.Apply<CopyKernel, CopyKernel, NoArgs>(nameof(Copy), x, default, 1);
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
