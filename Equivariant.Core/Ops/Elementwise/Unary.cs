using Equivariant.Samples;

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

    /// <summary>A case of such an op: every one of them turns with the image.</summary>
    public static OpSample Sample(
        string op, string name, Func<Tensor, Tensor> run, Func<double, double> reference, Func<Shape, OpInput>? input = null) =>
        new(op, name, [(input ?? OpInput.Distinct)([2, 3, 6, 6]) with { Image = true }],
            x => run(x[0]), x => x[0].Map(reference))
        { Symmetry = SampleSymmetry.Equivariant };
}
