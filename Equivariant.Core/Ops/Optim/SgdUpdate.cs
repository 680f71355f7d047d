namespace Equivariant;

/// <summary>
/// The update of stochastic gradient descent with momentum: d = g + weightDecay·p; v = momentum·v + fresh·d; p −=
/// learningRate·v, or with Nesterov's momentum learningRate·(d + momentum·v).
/// </summary>
public static class SgdUpdate
{
    /// <summary>Changes a parameter in place on its device.</summary>
    /// <param name="parameter">p.</param>
    /// <param name="gradient">g, with as many elements.</param>
    /// <param name="velocity">v, with as many elements, changed in place; null to go down the gradient itself.</param>
    /// <param name="learningRate">The rate.</param>
    /// <param name="momentum">Part of the velocity that stays.</param>
    /// <param name="fresh">Part of the gradient that joins it.</param>
    /// <param name="weightDecay">Part of the parameter in its gradient.</param>
    /// <param name="nesterov">Whether to look ahead along the velocity.</param>
    /// <exception cref="ShapeException">The tensors differ in number of elements, element type or device.</exception>
    public static void Apply(
        Tensor parameter, Tensor gradient, Tensor? velocity, double learningRate, double momentum = 0, double fresh = 1,
        double weightDecay = 0, bool nesterov = false)
    {
        UpdateShapes.Check(nameof(SgdUpdate), parameter, gradient, velocity, 1);
        var args = new Args(learningRate, momentum, fresh, weightDecay, nesterov ? 1 : 0);
        if (velocity is null)
            Ops.Launch<Plain, Args>(parameter.Count, args, new Operands { Y = parameter, A = gradient }, 2);
        else
            Ops.Launch<WithMomentum, Args>(
                parameter.Count, args, new Operands { Y = parameter, Y2 = velocity, A = gradient }, 4);
    }

    /// <summary>As the parameters of <see cref="Apply"/>.</summary>
    internal readonly record struct Args(double LearningRate, double Momentum, double Fresh, double WeightDecay, int Nesterov);

    internal readonly struct Plain : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var p = b.Y;
            p[i] = p[i] - (TReal.Of(args.LearningRate) * (b.A[i] + (TReal.Of(args.WeightDecay) * p[i])));
        }
    }

    internal readonly struct WithMomentum : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var p = b.Y;
            var velocity = b.Y2;
            var direction = b.A[i] + (TReal.Of(args.WeightDecay) * p[i]);
            var v = (TReal.Of(args.Momentum) * velocity[i]) + (TReal.Of(args.Fresh) * direction);
            velocity[i] = v;
            if (args.Nesterov != 0)
                v = direction + (TReal.Of(args.Momentum) * v);
            p[i] = p[i] - (TReal.Of(args.LearningRate) * v);
        }
    }
}
