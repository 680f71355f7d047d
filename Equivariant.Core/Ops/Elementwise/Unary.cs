namespace Equivariant;

/// <summary>What functions of one element share. Their backward bodies read dy in A, x in B, y in C.</summary>
internal static class Unary
{
    public static Tensor Apply<TForward, TBackward, TArgs>(string op, Tensor x, TArgs args, int workPerItem = 4)
        where TForward : struct, IKernel<TArgs>
        where TBackward : struct, IKernel<TArgs>
        where TArgs : unmanaged
    {
        Ops.CheckAlike(op, x);
        var y = Ops.New(x.Shape, x, op);
        Ops.Launch<TForward, TArgs>(y.Count, args, new Operands { Y = y, A = x }, workPerItem);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<TBackward, TArgs>(dx.Count, args, new Operands { Y = dx, A = dy, B = x, C = y }, workPerItem);
            gradients.Add(x, dx);
        });
    }
}
