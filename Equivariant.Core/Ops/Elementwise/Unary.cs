namespace Equivariant;

/// <summary>A function of one element, with its constants, for <see cref="Unary"/>.</summary>
internal interface IUnaryFunction
{
    /// <summary>Rough number of operations per element: how small a part is worth a thread.</summary>
    static virtual int Work => 1;

    /// <summary>The same of the gradient.</summary>
    static virtual int GradientWork => 1;

    /// <summary>f(x).</summary>
    T Apply<T>(T x) where T : struct, IReal<T>;

    /// <summary>dy·f′(x), from x and y = f(x).</summary>
    T Gradient<T>(T dy, T x, T y) where T : struct, IReal<T>;
}

/// <summary>Ops that apply a function to every element.</summary>
internal static class Unary
{
    public static Tensor Apply<TFunction>(string op, Tensor x, TFunction function = default)
        where TFunction : unmanaged, IUnaryFunction
    {
        Ops.CheckAlike(op, x);
        var y = Ops.New(x.Shape, x, op);
        Ops.Launch<Forward<TFunction>, TFunction>(y.Count, function, new Operands { Y = y, A = x }, 2 * TFunction.Work);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var dx = Ops.New(x.Shape, x, op);
            Ops.Launch<Backward<TFunction>, TFunction>(
                dx.Count, function, new Operands { Y = dx, A = dy, B = x, C = y }, 2 * TFunction.GradientWork);
            gradients.Add(x, dx);
        });
    }

    /// <summary>Y = f(A).</summary>
    internal readonly struct Forward<TFunction> : IKernel<TFunction> where TFunction : unmanaged, IUnaryFunction
    {
        static void IKernel<TFunction>.Run<T, TReal, TIndex>(int i, in TFunction args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = args.Apply(new Scalar<T, TReal>(b.A[i])).Value;
        }
    }

    /// <summary>Y = A·f′(B), with f(B) in C.</summary>
    internal readonly struct Backward<TFunction> : IKernel<TFunction> where TFunction : unmanaged, IUnaryFunction
    {
        static void IKernel<TFunction>.Run<T, TReal, TIndex>(int i, in TFunction args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            dx[i] = args.Gradient(
                new Scalar<T, TReal>(b.A[i]), new Scalar<T, TReal>(b.B[i]), new Scalar<T, TReal>(b.C[i])).Value;
        }
    }
}
