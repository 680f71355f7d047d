namespace Equivariant.Training;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch's <c>SGD</c>: d = g + weightDecay·p; v = momentum·v + (1 − dampening)·d,
/// at first v = d; p −= learningRate·v, or with Nesterov's momentum learningRate·(d + momentum·v).
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
        SgdUpdate.Apply(parameter, gradient, memory, LearningRate, momentum, fresh, weightDecay, nesterov);
    }
}
