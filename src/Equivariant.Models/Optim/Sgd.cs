using Equivariant.Kernels;

namespace Equivariant.Optim;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch's <c>SGD</c>: d = g + weightDecay·p; v = momentum·v + (1 −
/// dampening)·d, at first v = d; p −= learningRate·v, or with Nesterov's momentum learningRate·(d + momentum·v).
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly double momentum, dampening, weightDecay;
    private readonly bool nesterov;

    /// <summary>Descent of some parameters.</summary>
    /// <param name="parameters">Tensors with gradients.</param>
    /// <param name="learningRate">The rate.</param>
    /// <param name="momentum">How much of the last direction stays, 0 to less than 1 in practice.</param>
    /// <param name="dampening">How much of the new direction is left out.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    /// <param name="nesterov">Look ahead along the momentum (Sutskever et al. 2013).</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative setting.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum without momentum, or with dampening.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false)
        : base(parameters, learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new ArgumentException("Nesterov's momentum needs a momentum and no dampening.", nameof(nesterov));
        (this.momentum, this.dampening, this.weightDecay, this.nesterov) = (momentum, dampening, weightDecay, nesterov);
    }

    /// <inheritdoc/>
    protected override int MemoryPerElement => momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, Tensor? memory, int step)
    {
        var fresh = step == 1 ? 1 : 1 - dampening;
        if (memory is null)
        {
            parameter.Device.Launch<Plain, Args>(parameter.Count, new(LearningRate, 0, 1, weightDecay, 0),
                new Operands { Y = parameter, A = gradient }, 2);
        }
        else
        {
            parameter.Device.Launch<WithMomentum, Args>(parameter.Count,
                new(LearningRate, momentum, fresh, weightDecay, nesterov ? 1 : 0),
                new Operands { Y = parameter, Y2 = memory, A = gradient }, 4);
        }
    }

    /// <param name="LearningRate">The rate.</param>
    /// <param name="Momentum">Part of the velocity that stays.</param>
    /// <param name="Fresh">Part of the gradient that joins it.</param>
    /// <param name="WeightDecay">Part of the parameter in its gradient.</param>
    /// <param name="Nesterov">Whether to look ahead.</param>
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
